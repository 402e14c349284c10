import { useCommands } from '../app/commands.tsx';
import type { EditorHandle } from '../editor/SqlEditor.tsx';
import type { RefObject } from 'react';
import type { TabRunner } from '../runs/tab-runner.ts';
import { RESULTS_ID } from './FocusKeeper.tsx';
import { tabFrom } from './tab-list.ts';
import type { WorkspaceActions } from './use-workspace-actions.ts';
import type { Workspace } from './workspace.ts';

interface Parts {
  readonly workspace: Workspace;
  readonly runner: TabRunner;
  readonly actions: WorkspaceActions;
  readonly editor: RefObject<EditorHandle | null>;
}

/** Everything that the workspace can do, by palette and key. Of a component that follows the runner. */
export function useWorkspaceCommands({ workspace, runner, actions, editor }: Parts): void {
  const { isBusy, hasTransaction } = runner;
  const { activeId } = workspace.getState();
  const { mode = 'auto', isReadOnly = false } = workspace.activeTab ?? {};
  const show = (step: number): void => {
    workspace.show(tabFrom(workspace.getState().tabs, workspace.getState().activeId, step));
  };
  const running = { group: 'Run', enabled: !isBusy };
  const finish = { group: 'Transaction', enabled: hasTransaction && !isBusy };
  useCommands([
    {
      id: 'run',
      label: 'Run the statement or the selection',
      keys: 'mod+Enter',
      run: actions.run,
      ...running,
    },
    { id: 'run-all', label: 'Run all', keys: 'mod+shift+Enter', run: actions.runAll, ...running },
    {
      id: 'explain',
      label: 'Explain: show the plan',
      keys: 'mod+e',
      run: actions.explain,
      ...running,
    },
    {
      id: 'analyze',
      label: 'Explain analyze: run and measure',
      keys: 'mod+shift+e',
      run: actions.analyze,
      ...running,
    },
    {
      id: 'cancel',
      label: 'Cancel what runs',
      group: 'Run',
      keys: 'Escape',
      run: actions.cancel,
      enabled: isBusy,
    },
    {
      id: 'commit',
      label: 'Commit',
      run: () => {
        actions.finish('commit');
      },
      ...finish,
    },
    {
      id: 'rollback',
      label: 'Roll back',
      run: () => {
        actions.finish('rollback');
      },
      ...finish,
    },
    {
      id: 'transaction-mode',
      label:
        mode === 'auto'
          ? 'Commit by hand in this tab (manual)'
          : 'Commit each statement in this tab (auto-commit)',
      group: 'Transaction',
      run: () => {
        workspace.change(activeId, { mode: mode === 'auto' ? 'manual' : 'auto' });
      },
    },
    {
      id: 'read-only',
      label: isReadOnly
        ? 'Read-only off: let statements of this tab change data'
        : 'Read-only on: refuse changes in this tab',
      group: 'Transaction',
      enabled: !hasTransaction,
      run: () => {
        actions.setReadOnly(!isReadOnly);
      },
    },
    {
      id: 'new-tab',
      label: 'New tab',
      group: 'Tabs',
      keys: 'alt+n',
      run: () => {
        workspace.open();
      },
    },
    {
      id: 'close-tab',
      label: 'Close the tab',
      group: 'Tabs',
      keys: 'alt+w',
      run: () => {
        actions.close(activeId);
      },
    },
    {
      id: 'next-tab',
      label: 'Next tab',
      group: 'Tabs',
      keys: 'alt+PageDown',
      run: () => {
        show(1);
      },
    },
    {
      id: 'previous-tab',
      label: 'Previous tab',
      group: 'Tabs',
      keys: 'alt+PageUp',
      run: () => {
        show(-1);
      },
    },
    { id: 'copy-link', label: 'Copy link to this query', group: 'Tabs', run: actions.copyLink },
    {
      id: 'focus-editor',
      label: 'Go to the editor',
      group: 'Go to',
      keys: 'alt+1',
      run: () => editor.current?.focus(),
    },
    {
      id: 'focus-results',
      label: 'Go to the results',
      group: 'Go to',
      keys: 'alt+2',
      run: focusResults,
    },
  ]);
}

function focusResults(): void {
  const panel = document.getElementById(RESULTS_ID);
  // Not in one search: the tabs stand before what they show.
  const place =
    panel?.querySelector<HTMLElement>(
      '[role="grid"] [tabindex="0"], [role="grid"][tabindex="0"], [role="tree"] [tabindex="0"]',
    ) ?? panel?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
  place?.focus();
}
