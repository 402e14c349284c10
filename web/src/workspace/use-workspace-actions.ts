import { type RefObject, useState } from 'react';
import type { EditorHandle } from '../editor/SqlEditor.tsx';
import type { SqlPart } from '../editor/statement-field.ts';
import { notifyDone, notifyProblem } from '../problem/notify.ts';
import { writeClipboard } from '../results/copy/clipboard.ts';
import { readingOf } from '../results/export/plain-read.ts';
import { FIRST_CAP } from '../runs/load-more.ts';
import type { StatementResult } from '../runs/run-state.ts';
import type { RunKind } from '../runs/run-types.ts';
import type { RunSettings } from '../runs/tab-runner.ts';
import type { Question } from './Questions.tsx';
import type { RunActions } from './RunToolbar.tsx';
import { FIRST_QUERY, linkTo } from './tab-list.ts';
import type { Workspace } from './workspace.ts';

export interface WorkspaceActions extends RunActions {
  readonly question: Question | undefined;
  readonly ask: (question: Question | undefined) => void;
  readonly loadMore: (result: StatementResult, cap: number) => void;
  /** Commits or rolls back, as a statement of its own. */
  readonly finish: (sql: 'commit' | 'rollback') => void;
  readonly close: (id: string) => void;
  readonly setReadOnly: (isReadOnly: boolean) => void;
  readonly copyLink: () => void;
}

interface Parts {
  readonly workspace: Workspace;
  readonly editor: RefObject<EditorHandle | null>;
  readonly serverId: string;
  readonly database: string;
}

/** What can be done in the tab that is shown. */
export function useWorkspaceActions({
  workspace,
  editor,
  serverId,
  database,
}: Parts): WorkspaceActions {
  const [question, ask] = useState<Question>();
  const active = (): string => workspace.getState().activeId;
  const run = (kind: RunKind, part: SqlPart | undefined, maxRows = FIRST_CAP): void => {
    if (part === undefined || part.sql.trim() === '') return;
    editor.current?.clear();
    workspace.save();
    void workspace.runnerOf(active()).run({ kind, maxRows, ...part }, settingsOf(workspace));
  };
  return {
    question,
    ask,
    run: () => {
      run('run', editor.current?.part());
    },
    runAll: () => {
      run('run', editor.current?.all());
    },
    explain: () => {
      run('plan', editor.current?.part());
    },
    analyze: () => {
      const part = editor.current?.part();
      if (part === undefined) return;
      // No question where the statement only reads, or PostgreSQL refuses to have it change anything.
      if (workspace.activeTab?.isReadOnly === true || readingOf(part.sql) === 'plain-read') {
        run('analyze', part);
        return;
      }
      ask({
        title: 'Explain analyze runs the statement',
        text: 'It does all that the statement does, changes included, and measures how long each step takes. To undo changes, begin a transaction first and roll back; to be kept from them, switch Read-only on.',
        yes: 'Run it',
        onYes: () => {
          run('analyze', part);
        },
      });
    },
    cancel: () => void workspace.runnerOf(active()).cancel(),
    loadMore: (result, cap) => {
      const runner = workspace.runnerOf(active());
      const results = runner.getState().run?.results ?? [];
      void runner.run(
        {
          kind: 'run',
          sql: result.sql,
          from: 0,
          maxRows: cap,
          replaces: { key: result.key, results },
        },
        { ...settingsOf(workspace), mode: 'auto' },
      );
    },
    finish: (sql) => {
      run('run', { sql, from: 0 });
    },
    close: (id) => {
      closeTab(workspace, id, ask);
    },
    setReadOnly: (isReadOnly) => {
      workspace.change(active(), { isReadOnly });
    },
    copyLink: () => {
      const sql = editor.current?.part()?.sql;
      if (sql !== undefined) void copyLink(linkTo(location.origin, serverId, database, sql));
    },
  };
}

function settingsOf(workspace: Workspace): RunSettings {
  const { mode = 'auto', isReadOnly = false } = workspace.activeTab ?? {};
  return { mode, isReadOnly, timeoutMs: workspace.getState().timeoutMs };
}

function closeTab(workspace: Workspace, id: string, ask: (question: Question) => void): void {
  const runner = workspace.runnerOf(id);
  const close = (): void => {
    workspace.close(id);
  };
  if (!runner.hasTransaction && !runner.isBusy) {
    // What was typed a moment ago counts as well.
    workspace.save();
    const text = workspace.getState().tabs.find((tab) => tab.id === id)?.text ?? '';
    if (['', FIRST_QUERY].includes(text.trim())) {
      close();
      return;
    }
    ask({
      title: 'Close this tab?',
      text: 'Its SQL is deleted from this browser. What you have run is in the history, if that is kept.',
      yes: 'Close the tab',
      onYes: close,
    });
    return;
  }
  ask({
    title: runner.isBusy ? 'A statement runs in this tab' : 'A transaction is open in this tab',
    text: 'Closing the tab ends its database session: what runs is cancelled, and what is not committed is rolled back.',
    yes: 'Close, and roll back',
    onYes: close,
  });
}

async function copyLink(link: string): Promise<void> {
  try {
    await writeClipboard(link);
    notifyDone('The link is copied. Whoever opens it sees the SQL, and runs it as themselves.');
  } catch (error) {
    notifyProblem(error);
  }
}
