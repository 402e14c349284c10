import { ProblemError } from '@pg-usher/sdk';
import { Anchor, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { errorSpan, lineAndColumn, offsetOfPosition } from '../editor/position.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { isSessionGone } from '../runs/tab-session.ts';
import { Note } from './Note.tsx';
import { grantRequest } from '../runs/grant-request.ts';
import { isCancelled, type RunState } from '../runs/run-state.ts';
import { cutText, type Span } from '../editor/statements.ts';

interface Props {
  readonly run: RunState;
  /** The session that it ran on is no more. */
  readonly isLost: boolean;
  readonly databaseUser: string | undefined;
  /** Puts the cursor there, in the editor. */
  readonly onGoTo: (offset: number) => void;
  /** Undefined where the tab is not read-only, or cannot be another now. */
  readonly onReadOnlyOff: (() => void) | undefined;
}

/** Why a run failed, where, and whom to ask. */
export function RunProblem({
  run,
  isLost,
  databaseUser,
  onGoTo,
  onReadOnlyOff,
}: Props): React.JSX.Element | null {
  const { problem, request } = run;
  // That the session is gone is told where it can be opened anew.
  if (problem === undefined || (isLost && isSessionGone(problem))) return null;
  const isProblem = problem instanceof ProblemError;
  if (isCancelled(problem)) return <Cancelled detail={problem.detail} />;
  if (isProblem && problem.status === 401) {
    return <SignInFirst wasRunning={problem.code === 'session-ended'} />;
  }
  const span = errorSpanOf(run);
  return (
    <Stack gap={6}>
      <ProblemNotice error={problem} />
      {span === undefined || !isProblem || problem.position === undefined ? null : (
        <Place
          sql={request.sql}
          offset={offsetOfPosition(request.sql, problem.position)}
          onGoTo={() => {
            onGoTo(span.from);
          }}
        />
      )}
      {isProblem && databaseUser !== undefined ? (
        <GrantNotice
          sql={failedStatement(request.sql, problem)}
          problem={problem}
          role={databaseUser}
        />
      ) : null}
      {isProblem && problem.sqlstate === READ_ONLY && onReadOnlyOff !== undefined ? (
        <Note color="blue" title="This tab is read-only">
          <Group gap="xs">
            <Text size="sm">You have switched it on, so PostgreSQL refuses changes.</Text>
            <Button size="compact-xs" variant="default" onClick={onReadOnlyOff}>
              Switch Read-only off
            </Button>
          </Group>
        </Note>
      ) : null}
    </Stack>
  );
}

/** PostgreSQL's read_only_sql_transaction. */
const READ_ONLY = '25006';

/** Where in the document PostgreSQL objects, if it said so of what was in the editor. */
export function errorSpanOf({ problem, request }: RunState): Span | undefined {
  if (!(problem instanceof ProblemError) || problem.position === undefined) return undefined;
  return request.replaces === undefined
    ? errorSpan(request.sql, request.from, problem.position)
    : undefined;
}

function failedStatement(sql: string, { statement }: ProblemError): string {
  const piece = cutText(sql).pieces[(statement ?? 1) - 1];
  return piece === undefined ? sql : sql.slice(piece.start, piece.end);
}

function Cancelled({ detail }: { readonly detail: string }): React.JSX.Element {
  return (
    <Note color="blue" title="Cancelled">
      {detail}
    </Note>
  );
}

function SignInFirst({ wasRunning }: { readonly wasRunning: boolean }): React.JSX.Element {
  const what = wasRunning ? 'Cancelled' : 'Not run';
  return (
    <Note color="yellow" title={`${what}: you are signed out`} role="alert">
      Your SQL is kept. Sign in again and run it then; the database session ended with your login.
    </Note>
  );
}

function Place({
  sql,
  offset,
  onGoTo,
}: {
  readonly sql: string;
  readonly offset: number;
  readonly onGoTo: () => void;
}): React.JSX.Element {
  const { line, column } = lineAndColumn(sql, offset);
  return (
    <Text size="sm">
      It is underlined in the editor: line {line}, column {column} of what ran.{' '}
      <Anchor component="button" type="button" size="sm" onClick={onGoTo}>
        Go to it
      </Anchor>
    </Text>
  );
}

function GrantNotice({
  sql,
  problem,
  role,
}: {
  readonly sql: string;
  readonly problem: ProblemError;
  readonly role: string;
}): React.JSX.Element | null {
  if (problem.sqlstate !== '42501') return null;
  const request = grantRequest(sql, problem.detail, role);
  if (request === undefined) return null;
  return (
    <Note color="blue" title={`You have no ${request.privilege} on ${request.relation}`}>
      <Text size="sm">Ask whoever owns it, or a database administrator, to run</Text>
      <Group gap="xs" wrap="nowrap" align="start">
        <Code block style={{ flex: 1, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {request.grant}
        </Code>
        <CopyButton value={request.grant}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy for your DBA'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Note>
  );
}
