import { Center, Loader, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useRef, useSyncExternalStore } from 'react';
import { lazyPart } from '../app/lazy-part.tsx';
import { useMe } from '../app/me.tsx';
import { usePageTitle } from '../app/page-title.ts';
import { useCompletion } from '../catalog/completion.ts';
import { type EditorHandle, SqlEditor } from '../editor/SqlEditor.tsx';
import { serversQuery } from '../servers/servers-query.ts';
import { EditorTabs, tabElementId } from './EditorTabs.tsx';
import { RESULTS_ID } from './FocusKeeper.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { QuestionDialog } from './Questions.tsx';
import { ResultsPane } from './ResultsPane.tsx';
import { RunProblem } from './RunProblem.tsx';
import { RunToolbar } from './RunToolbar.tsx';
import { LostNotice, TroubleNotice } from './SessionNotice.tsx';
import { SplitPane } from './SplitPane.tsx';
import { TabModes } from './TabModes.tsx';
import { StatusBar } from './StatusBar.tsx';
import { useErrorMark } from './use-error-mark.ts';
import { useQueryLink } from './use-query-link.ts';
import { useWorkspaceActions } from './use-workspace-actions.ts';
import { useWorkspaceCommands } from './use-workspace-commands.ts';
import type { Workspace } from './workspace.ts';
import classes from './Workspace.module.css';

const ObjectTree = lazyPart(async () => ({
  default: (await import('../tree/ObjectTree.tsx')).ObjectTree,
}));

interface Props {
  readonly workspace: Workspace;
  readonly serverId: string;
  readonly database: string;
}

export function WorkspaceView({ workspace, serverId, database }: Props): React.JSX.Element {
  const { databaseUser } = useMe();
  const { tabs, activeId, timeoutMs, isKept } = useSyncExternalStore(
    workspace.subscribe,
    workspace.getState,
  );
  const runner = workspace.runnerOf(activeId);
  const state = useSyncExternalStore(runner.subscribe, runner.getState);
  const editor = useRef<EditorHandle>(null);
  const actions = useWorkspaceActions({ workspace, editor, serverId, database });
  const completionSource = useCompletion(serverId, database);
  const { data: servers } = useQuery(serversQuery);
  const server = servers?.items.find(({ id }) => id === serverId);
  const title = `${database} on ${server?.name ?? 'a server'}`;
  usePageTitle(title);
  useQueryLink(workspace);
  useWorkspaceCommands({ workspace, runner, actions, editor });
  const { run, session } = state;
  useErrorMark(run, editor);
  const open = session.kind === 'open' ? session : undefined;
  const { mode = 'auto', isReadOnly = false } = workspace.activeTab ?? {};
  const tree = (
    <Suspense
      fallback={
        <Center h="100%">
          <Loader size="sm" aria-label="Loading the objects" />
        </Center>
      }
    >
      <ObjectTree
        serverId={serverId}
        database={database}
        onOpenQuery={(sql, title) => {
          workspace.open(sql, title);
        }}
        onInsert={(text) => editor.current?.insert(text)}
      />
    </Suspense>
  );
  const editing = (
    <section className={classes['column']} aria-label="Editor">
      <EditorTabs workspace={workspace} tabs={tabs} activeId={activeId} onClose={actions.close}>
        <TabModes
          mode={mode}
          isReadOnly={isReadOnly}
          hasTransaction={runner.hasTransaction}
          onMode={(next) => {
            workspace.change(activeId, { mode: next });
          }}
          onReadOnly={actions.setReadOnly}
        />
      </EditorTabs>
      <div
        id="editor-panel"
        role="tabpanel"
        aria-labelledby={tabElementId(activeId)}
        className={classes['rest']}
      >
        <SqlEditor
          workspace={workspace}
          tabId={activeId}
          completionSource={completionSource}
          handle={editor}
        />
      </div>
    </section>
  );
  const results = (
    <section id={RESULTS_ID} tabIndex={-1} className={classes['column']} aria-label="Results">
      <RunToolbar actions={actions} run={run} session={open?.description} />
      <div className={classes['notices']}>
        <LostNotice runner={runner} state={state} />
        {run === undefined ? null : (
          <RunProblem
            run={run}
            isLost={session.kind === 'lost'}
            databaseUser={open?.description.databaseUser ?? databaseUser ?? undefined}
            onGoTo={(offset) => editor.current?.goTo(offset)}
            onReadOnlyOff={
              isReadOnly && !runner.hasTransaction
                ? () => {
                    actions.setReadOnly(false);
                    // The button that had the focus is gone.
                    editor.current?.focus();
                  }
                : undefined
            }
          />
        )}
        <TroubleNotice runner={runner} state={state} tabNameOf={(id) => workspace.tabNameOf(id)} />
      </div>
      <div className={classes['rest']}>
        <ResultsPane
          run={run}
          transaction={open?.transaction ?? 'idle'}
          serverId={serverId}
          database={database}
          databaseSessionId={open?.description.id}
          onLoadMore={actions.loadMore}
        />
      </div>
    </section>
  );
  return (
    <div className={classes['page']}>
      <VisuallyHidden component="h1">{title}</VisuallyHidden>
      <SplitPane
        direction="columns"
        label="Width of the object tree"
        name="tree"
        initial={20}
        first={tree}
        second={
          <SplitPane
            direction="rows"
            label="Height of the editor"
            name="editor"
            initial={42}
            first={editing}
            second={results}
          />
        }
      />
      <StatusBar
        state={state}
        server={server}
        database={database}
        databaseUser={databaseUser}
        timeoutMs={timeoutMs}
        isReadOnly={isReadOnly}
        isKept={isKept}
        isBusy={runner.isBusy}
        onTimeout={(ms) => {
          workspace.setTimeoutMs(ms);
        }}
        onCommit={() => {
          actions.finish('commit');
        }}
        onRollback={() => {
          actions.finish('rollback');
        }}
      />
      <QuestionDialog
        question={actions.question}
        onClose={() => {
          actions.ask(undefined);
        }}
      />
      <LeaveGuard workspace={workspace} />
    </div>
  );
}
