import { Button, Group, Menu, Tabs, Text, Tooltip } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ExportMenu } from '../results/ExportMenu.tsx';
import { ResultView } from '../results/ResultView.tsx';
import { countText, largerCaps, rowsText } from '../runs/load-more.ts';
import type { RunState, StatementResult } from '../runs/run-state.ts';
import type { TransactionStatus } from '../runs/run-types.ts';
import { FocusKeeper } from './FocusKeeper.tsx';
import { MessagesView } from './MessagesView.tsx';
import { PlanPane } from './PlanPane.tsx';
import classes from './Workspace.module.css';

interface Props {
  readonly run: RunState | undefined;
  readonly transaction: TransactionStatus;
  readonly serverId: string;
  readonly database: string;
  readonly databaseSessionId: string | undefined;
  readonly onLoadMore: (result: StatementResult, cap: number) => void;
}

/** The results of a run, each in a tab, and what PostgreSQL said. */
export function ResultsPane(props: Props): React.JSX.Element {
  const { run } = props;
  const [chosen, setChosen] = useState<{ run: number; pane: string }>();
  if (run === undefined) {
    return <div className={classes['empty']}>Nothing has run in this tab yet.</div>;
  }
  const isPlan = run.request.kind !== 'run';
  const panes = isPlan ? [] : run.results.map(({ key }) => `result-${String(key)}`);
  const all = [...panes, ...(isPlan && run.results.length > 0 ? ['plan'] : []), 'messages'];
  const wanted = chosen?.run === run.startedAt ? chosen.pane : firstPane(run, all);
  const pane = all.includes(wanted) ? wanted : 'messages';
  const result = run.results.find(({ key }) => `result-${String(key)}` === pane);
  return (
    <Tabs
      value={pane}
      onChange={(value) => {
        setChosen({ run: run.startedAt, pane: value ?? 'messages' });
      }}
      keepMounted={false}
      className={classes['panes'] ?? ''}
    >
      <div className={classes['resultTabs']}>
        <Tabs.List aria-label="Results" style={{ borderBottom: 0 }}>
          {all.map((name) => (
            <Tabs.Tab key={name} value={name} py={6} px="sm">
              {paneTitle(name, run)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {result === undefined ? null : <ResultActions result={result} {...props} />}
      </div>
      <Tabs.Panel value={pane} className={classes['pane'] ?? ''}>
        <FocusKeeper key={run.startedAt}>{paneOf(pane, run, result, props)}</FocusKeeper>
      </Tabs.Panel>
    </Tabs>
  );
}

function paneOf(
  pane: string,
  run: RunState,
  result: StatementResult | undefined,
  { serverId, database, databaseSessionId }: Props,
): ReactNode {
  if (pane === 'plan') return <PlanPane run={run} />;
  if (result === undefined) return <MessagesView messages={run.messages} />;
  return (
    <ResultView
      key={`${String(run.startedAt)}-${String(result.key)}`}
      data={result.data}
      label={`Result ${String(result.key + 1)}`}
      sourceSql={result.sql}
      source={{ serverId, database }}
      footer={
        <>
          <ExportMenu
            source={{
              serverId,
              database,
              sql: result.sql,
              ...(databaseSessionId === undefined ? {} : { databaseSessionId }),
            }}
            suggestedName={`${database}-result-${String(result.key + 1)}`}
          />
          {result.stopped === undefined ? null : <Text size="xs">{capWords(result)}</Text>}
        </>
      }
    />
  );
}

function capWords({ data }: StatementResult): string {
  return `First ${rowsText(data.rowCount)}: there are more.`;
}

/** A failure is told in the messages, unless there are rows to see. */
function firstPane({ request, results }: RunState, all: readonly string[]): string {
  if (request.replaces !== undefined) return `result-${String(request.replaces.key)}`;
  return results.length === 0 ? 'messages' : (all[0] ?? 'messages');
}

function paneTitle(name: string, { messages }: RunState): string {
  if (name === 'messages') return `Messages (${String(messages.length)})`;
  return name === 'plan' ? 'Plan' : `Result ${String(Number(name.slice('result-'.length)) + 1)}`;
}

function ResultActions({
  result,
  run,
  transaction,
  onLoadMore,
}: Props & { readonly result: StatementResult }): React.JSX.Element {
  const isDone = run?.phase === 'ended';
  const caps = result.stopped === undefined ? [] : largerCaps(result.sql, result.cap, transaction);
  return (
    <Group gap={8}>
      {isDone && result.command === null && result.stopped === undefined ? (
        <Text size="sm" fw={600}>
          Not whole: the run ended before the last row
        </Text>
      ) : null}
      {result.stopped === undefined ? null : (
        <Text size="sm">First {countText(result.data.rowCount)}</Text>
      )}
      {caps.length === 0 ? null : (
        <FocusKeeper>
          <LoadMore
            caps={caps}
            isOff={!isDone}
            onLoad={(cap) => {
              onLoadMore(result, cap);
            }}
          />
        </FocusKeeper>
      )}
    </Group>
  );
}

interface LoadMoreProps {
  readonly caps: readonly number[];
  readonly isOff: boolean;
  readonly onLoad: (cap: number) => void;
}

function LoadMore({ caps, isOff, onLoad }: LoadMoreProps): React.JSX.Element {
  return (
    <Menu position="bottom-end" disabled={isOff}>
      <Menu.Target>
        <Tooltip label="Runs the statement once more, with a larger cap">
          {/* Not `disabled`: that would take the focus away which the menu has just given back. */}
          <Button
            size="compact-xs"
            variant="default"
            aria-disabled={isOff}
            {...(isOff ? { 'data-disabled': true } : {})}
          >
            Load more
          </Button>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Runs the statement once more</Menu.Label>
        {caps.map((cap) => (
          <Menu.Item
            key={cap}
            onClick={() => {
              onLoad(cap);
            }}
          >
            Up to {countText(cap)} rows
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
