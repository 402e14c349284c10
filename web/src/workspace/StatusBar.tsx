import { Button, Group, Menu, UnstyledButton } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useLimits } from '../app/limits.ts';
import { isAway, onAwayChange } from '../app/reachability.ts';
import type { Server } from '../servers/servers-query.ts';
import { countText, FIRST_CAP } from '../runs/load-more.ts';
import type { OpenSession } from '../runs/tab-session.ts';
import type { TabState } from '../runs/tab-runner.ts';
import { elapsedText } from './RunToolbar.tsx';
import { timeoutChoices, timeoutText } from './timeout-choices.ts';
import { transactionWords, UNKNOWN_TRANSACTION } from './transaction-words.ts';
import { useNow } from './use-now.ts';
import { versionText } from './version-text.ts';
import classes from './Workspace.module.css';

interface Props {
  readonly state: TabState;
  readonly server: Server | undefined;
  readonly database: string;
  readonly databaseUser: string | null;
  readonly timeoutMs: number | undefined;
  readonly isReadOnly: boolean;
  readonly isKept: boolean;
  readonly isBusy: boolean;
  readonly onTimeout: (ms: number | undefined) => void;
  readonly onCommit: () => void;
  readonly onRollback: () => void;
}

export function StatusBar(props: Props): React.JSX.Element {
  const { state, server, database, databaseUser, timeoutMs, isReadOnly, isKept, onTimeout } = props;
  const { session, run } = state;
  const open = session.kind === 'open' ? session : undefined;
  const user = open?.description.databaseUser ?? databaseUser ?? 'nobody';
  const place = server === undefined ? '' : ` on ${server.host}:${String(server.port)}`;
  return (
    <div
      role="region"
      className={classes['status']}
      aria-label="Status"
      data-transaction={open?.transaction ?? 'idle'}
    >
      {open === undefined || open.transaction === 'idle' ? (
        <span className={classes['transaction']}>Transaction: none</span>
      ) : (
        <Transaction session={open} {...props} />
      )}
      {isReadOnly ? <strong>Read-only</strong> : null}
      <span>
        as <strong>{user}</strong>
        {place}, database {database}
      </span>
      {open === undefined ? (
        <span>not connected: the first run connects</span>
      ) : (
        <>
          <span title={open.description.serverVersion}>
            {versionText(open.description.serverVersion)}
          </span>
          <span>process {open.description.backendPid}</span>
        </>
      )}
      {run?.elapsedMs === undefined ? null : <span>{elapsedText(run.elapsedMs)}</span>}
      <TimeoutMenu timeoutMs={timeoutMs} onTimeout={onTimeout} />
      <span>row cap {countText(FIRST_CAP)}</span>
      {isKept ? null : <strong>This browser has no room: your SQL is not kept</strong>}
    </div>
  );
}

function Transaction({
  session,
  isBusy,
  onCommit,
  onRollback,
}: Pick<Props, 'isBusy' | 'onCommit' | 'onRollback'> & {
  readonly session: OpenSession;
}): React.JSX.Element {
  const now = useNow(1000);
  const away = useSyncExternalStore(onAwayChange, isAway);
  const { title, warning } = away ? UNKNOWN_TRANSACTION : transactionWords(session, isBusy, now);
  return (
    <Group gap={8} role="group" aria-label="Transaction" className={classes['transaction']}>
      <span>{title}</span>
      {session.transaction === 'failed' ? null : (
        <Button size="compact-xs" variant="default" disabled={isBusy} onClick={onCommit}>
          Commit
        </Button>
      )}
      <Button size="compact-xs" variant="default" disabled={isBusy} onClick={onRollback}>
        Rollback
      </Button>
      {warning === undefined ? null : <span>{warning}</span>}
    </Group>
  );
}

function TimeoutMenu({
  timeoutMs,
  onTimeout,
}: Pick<Props, 'timeoutMs' | 'onTimeout'>): React.JSX.Element {
  const runs = useLimits()?.runs;
  return (
    <Menu position="top-start">
      <Menu.Target>
        <UnstyledButton fz="xs" td="underline" style={{ textUnderlineOffset: 2 }}>
          timeout {timeoutText(runs, timeoutMs)}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>A run is cancelled after</Menu.Label>
        {timeoutChoices(runs).map(({ ms, label }) => (
          <Menu.Item
            key={label}
            onClick={() => {
              onTimeout(ms);
            }}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
