import { Button, Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { ListTable } from '../lists/ListTable.tsx';
import { Notice } from '../lists/Notice.tsx';
import { type Choice, conflictsOf, type FieldConflict, mergeServers } from './server-conflict.ts';
import { FIELD_LABELS } from './server-labels.ts';
import type { ServerField, ServerValues } from './server-values.ts';

interface Props {
  readonly before: ServerValues;
  readonly theirs: ServerValues;
  readonly mine: ServerValues;
  readonly onMerge: (merged: ServerValues) => void;
}

const COLUMNS = [
  { title: 'Field' },
  { title: 'Before' },
  { title: 'Theirs' },
  { title: 'Mine' },
  { title: 'Take' },
];

/** Somebody else has saved meanwhile: what they changed, and which of both is taken. */
export function ConflictNotice({ before, theirs, mine, onMerge }: Props): React.JSX.Element {
  const [choices, setChoices] = useState<Partial<Record<ServerField, Choice>>>({});
  const versions = { before, theirs, mine };
  const conflicts = conflictsOf(versions);
  return (
    <Notice color="orange" role="alert" title="Somebody changed this server meanwhile">
      <Stack gap="sm">
        <Text size="sm">
          Nothing of yours is saved yet, and nothing is lost. Choose what to take, then save again.
        </Text>
        {conflicts.length === 0 ? (
          <Text size="sm">The fields are as before; only the password may be another one.</Text>
        ) : (
          <ListTable caption="What changed meanwhile" columns={COLUMNS}>
            {conflicts.map((conflict) => (
              <Row
                key={conflict.field}
                conflict={conflict}
                choice={choices[conflict.field] ?? conflict.proposal}
                onChoose={(choice) => setChoices({ ...choices, [conflict.field]: choice })}
              />
            ))}
          </ListTable>
        )}
        <Group>
          <Button onClick={() => onMerge(mergeServers(versions, choices))}>
            Take these into the form
          </Button>
        </Group>
      </Stack>
    </Notice>
  );
}

interface RowProps {
  readonly conflict: FieldConflict;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
}

function Row({ conflict, choice, onChoose }: RowProps): React.JSX.Element {
  const { field, before, theirs, mine, agreed } = conflict;
  const label = FIELD_LABELS[field];
  return (
    <Table.Tr>
      <Table.Th scope="row">{label}</Table.Th>
      <Table.Td>{before}</Table.Td>
      <Table.Td fw={choice === 'theirs' ? 600 : 400}>{theirs}</Table.Td>
      <Table.Td fw={choice === 'mine' ? 600 : 400}>{mine}</Table.Td>
      <Table.Td>
        {agreed ? (
          'both the same'
        ) : (
          <SegmentedControl
            size="xs"
            aria-label={`Which ${label}`}
            data={[
              { value: 'theirs', label: 'Theirs' },
              { value: 'mine', label: 'Mine' },
            ]}
            value={choice}
            onChange={(value) => onChoose(value === 'mine' ? 'mine' : 'theirs')}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
