import { ActionIcon, Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { client } from '../client.ts';
import { Copy } from '../lists/Copy.tsx';
import { NumberCell } from '../lists/ListTable.tsx';
import { clockText, durationText } from '../lists/times.ts';
import { When } from '../lists/When.tsx';
import { Facts } from '../me/Facts.tsx';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { outcomeWords } from '../sessions/session-words.ts';
import { actJson, actsOf, type AuditAct, type AuditEvent, fieldsOfEvent } from './audit-acts.ts';

export const AUDIT_COLUMNS = [
  { title: 'Details', quiet: true },
  { title: 'Time' },
  { title: 'Person', width: '16ch' },
  { title: 'Action' },
  { title: 'On', width: '20ch' },
  { title: 'How it ended', width: '16ch' },
  { title: 'Took', number: true },
  { title: 'Rows', number: true },
];

interface Props {
  readonly act: AuditAct;
  readonly serverName: string | undefined;
  /** Whether what came later was not asked for. */
  readonly past: boolean;
  /** Shows the rows of one person only. */
  readonly onOnly: (identity: Identity) => void;
}

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** An act in a line, and all that is known of it below. */
export function AuditRow({ act, serverName, past, onOnly }: Props): React.JSX.Element {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { latest, outcome } = act;
  const running = past ? 'not over then' : undefined;
  const { text, color } = outcomeWords(outcome === 'running' ? running : outcome);
  const name = `${latest.action} of ${latest.username ?? 'nobody known'} at ${clockText(latest.at)}`;
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <ActionIcon
            color="gray"
            aria-label={`Details of ${name}`}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            {open ? (
              <IconChevronDown size={14} aria-hidden />
            ) : (
              <IconChevronRight size={14} aria-hidden />
            )}
          </ActionIcon>
        </Table.Td>
        <Table.Td>
          <When at={latest.at} />
        </Table.Td>
        <Table.Td>
          {latest.username ?? (
            <Text size="sm" c="dimmed">
              {latest.phase === 'change' ? 'pg-usher itself' : 'nobody known'}
            </Text>
          )}
          {latest.databaseUser === null ? null : (
            <Text size="xs" c="dimmed">
              as {latest.databaseUser}
            </Text>
          )}
        </Table.Td>
        <Table.Td>
          {latest.action}
          {latest.statementClass === null ? null : (
            <Text size="xs" c="dimmed">
              {latest.statementClass}
            </Text>
          )}
        </Table.Td>
        <Table.Td>
          <Where event={latest} serverName={serverName} />
        </Table.Td>
        <Table.Td>
          <Stack gap={2} align="start">
            <Badge variant="dot" color={color}>
              {text}
            </Badge>
            {latest.code === null ? null : <Text size="xs">{latest.code}</Text>}
          </Stack>
        </Table.Td>
        <NumberCell>{latest.durationMs === null ? '' : durationText(latest.durationMs)}</NumberCell>
        <NumberCell>{latest.rows}</NumberCell>
      </Table.Tr>
      {open ? (
        <Table.Tr id={id}>
          <Table.Td />
          <Table.Td colSpan={AUDIT_COLUMNS.length - 1}>
            <Details act={act} onOnly={onOnly} />
          </Table.Td>
        </Table.Tr>
      ) : null}
    </>
  );
}

function Where({
  event,
  serverName,
}: {
  readonly event: AuditEvent;
  readonly serverName: string | undefined;
}): React.JSX.Element {
  const { serverId, database, target } = event;
  return (
    <>
      {serverId === null ? null : (
        <span>
          {serverName ?? `a server that is not there (${serverId})`}
          {database === null ? '' : `, ${database}`}
        </span>
      )}
      {target === null ? null : <Text size="xs">{target}</Text>}
    </>
  );
}

const PHASES = {
  intent: 'Before it was done',
  outcome: 'How it ended',
  refusal: 'It was refused',
  change: 'It was changed',
} as const;

/** All rows of the act, also those that the filter leaves out. */
function Details({ act, onOnly }: Pick<Props, 'act' | 'onOnly'>): React.JSX.Element {
  const { intentId, issuer, subject } = act.latest;
  const { data, error } = useQuery({
    queryKey: ['listAudit', 'act', intentId],
    queryFn:
      intentId === null
        ? skipToken
        : ({ signal }) => client.call('listAudit', { query: { intentId }, signal }),
  });
  const [whole = act] = actsOf(data?.events ?? []);
  return (
    <Stack gap="sm" py={4}>
      <Group>
        <Copy text={actJson(whole)} label="Copy as JSON" />
        {issuer === null || subject === null ? null : (
          <Button size="compact-xs" variant="default" onClick={() => onOnly({ issuer, subject })}>
            Only this person
          </Button>
        )}
      </Group>
      {error === null ? null : <ProblemNotice error={error} compact />}
      <Group align="start" gap="md">
        {whole.events.toReversed().map((event) => (
          <Stack key={event.id} gap={4} style={{ flex: '1 1 380px' }}>
            <Text size="sm" fw={600}>
              {PHASES[event.phase]}
            </Text>
            <Facts label={PHASES[event.phase]} facts={fieldsOfEvent(event)} />
          </Stack>
        ))}
      </Group>
    </Stack>
  );
}
