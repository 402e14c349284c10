import { Badge, Button, Code, Group, Stack, Table, Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { client } from '../client.ts';
import { NumberCell } from '../lists/ListTable.tsx';
import { durationText } from '../lists/times.ts';
import { When } from '../lists/When.tsx';
import { notifyDone, notifyProblem } from '../problem/notify.ts';
import { outcomeWords } from '../sessions/session-words.ts';
import { editorHash, failureText, type HistoryRun, MAX_LINKED, NO_TEXT } from './history-words.ts';
import classes from './HistoryRow.module.css';

interface Props {
  readonly run: HistoryRun;
  readonly onDelete: () => void;
}

export function HistoryRow({ run, onDelete }: Props): React.JSX.Element {
  const { startedAt, serverName, database, databaseUser, durationMs, rows, outcome } = run;
  const { text, color } = outcomeWords(outcome);
  const failure = failureText(run);
  return (
    <Table.Tr>
      <Table.Td>
        <When at={startedAt} />
      </Table.Td>
      <Table.Td>
        {serverName}
        <Text size="xs" c="dimmed">
          {database}
          {databaseUser === null ? '' : ` as ${databaseUser}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <RunText run={run} />
      </Table.Td>
      <Table.Td>
        <Stack gap={2} align="start">
          <Badge variant="dot" color={color}>
            {text}
          </Badge>
          {failure === undefined ? null : <Text size="xs">{failure}</Text>}
        </Stack>
      </Table.Td>
      <NumberCell>{durationText(durationMs)}</NumberCell>
      <NumberCell>{rows}</NumberCell>
      <Table.Td>
        <Actions run={run} onDelete={onDelete} />
      </Table.Td>
    </Table.Tr>
  );
}

function RunText({
  run: { sql, sqlCut, action },
}: {
  readonly run: HistoryRun;
}): React.JSX.Element {
  if (sql === null) {
    return (
      <Text size="xs" c="dimmed" title={NO_TEXT}>
        {action === 'copy' ? 'Rows were copied in. ' : ''}The text is not kept
      </Text>
    );
  }
  return (
    <Code className={classes.sql}>
      {sql}
      {sqlCut ? ' …' : ''}
    </Code>
  );
}

function Actions({ run, onDelete }: Props): React.JSX.Element {
  const { sql, sqlCut, serverId, database } = run;
  const params = { server: serverId, db: database };
  const navigate = useNavigate();
  const open = async (): Promise<void> => {
    const text = await wholeText(run);
    if (text === undefined) return;
    if (text.length > MAX_LINKED) {
      await copyText(text);
      notifyDone('It is too long for a link, so it was copied. Paste it into a tab.');
    }
    const hash = text.length > MAX_LINKED ? {} : { hash: editorHash(text) };
    await navigate({ to: '/s/$server/$db', params, ...hash });
  };
  const copy = async (): Promise<void> => {
    const text = await wholeText(run);
    if (text !== undefined && (await copyText(text))) notifyDone('Copied.');
  };
  return (
    <Group gap={4} wrap="nowrap" justify="end">
      {sql === null ? null : sqlCut ? (
        <Button size="compact-xs" variant="default" onClick={() => void open()}>
          Open in editor
        </Button>
      ) : (
        <Button
          size="compact-xs"
          variant="default"
          renderRoot={(props) => (
            <Link to="/s/$server/$db" params={params} hash={editorHash(sql)} {...props} />
          )}
        >
          Open in editor
        </Button>
      )}
      {sql === null ? null : (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => void copy()}
          aria-label="Copy the SQL"
        >
          Copy
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        onClick={onDelete}
        aria-label="Delete this run"
      >
        Delete
      </Button>
    </Group>
  );
}

/** A list has the beginning of a text only. Undefined where it could not be had; that is said. */
async function wholeText({ id, sql, sqlCut }: HistoryRun): Promise<string | undefined> {
  if (!sqlCut) return sql ?? undefined;
  try {
    const whole = await client.call('getHistoryEntry', { path: { id } });
    if (whole.sqlCut) notifyDone('Only the first 64 KiB of this text were kept.');
    return whole.sql ?? undefined;
  } catch (error) {
    notifyProblem(error);
    return undefined;
  }
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    notifyProblem(error);
    return false;
  }
}
