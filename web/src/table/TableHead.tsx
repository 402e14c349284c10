import { Alert, Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconLock, IconTableRow } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Place } from '../catalog/catalog-query.ts';
import { AccessBadge } from '../tree/AccessBadge.tsx';
import { accessOf, sizeText } from '../tree/tree-model.ts';
import type { TableDescription } from './table-query.ts';
import { headWords, privilegeWords, rowSecurityWords } from './table-words.ts';
import classes from './table.module.css';

interface Props {
  readonly place: Place;
  readonly table: TableDescription;
  readonly onRows: () => void;
}

/** What it is, what the person may do with it, and the ways from here. */
export function TableHead({ place, table, onRows }: Props): React.JSX.Element {
  const { schema, name, sizes, locked, truncated } = table;
  const params = { server: place.serverId, db: place.database };
  const privileges = schema.usage ? privilegeWords(table) : [];
  const security = rowSecurityWords(table);
  return (
    <Stack gap={6}>
      <Text size="sm">
        <Anchor
          size="sm"
          underline="always"
          renderRoot={(props) => <Link to="/s/$server/$db" params={params} {...props} />}
        >
          {place.database}
        </Anchor>{' '}
        / {schema.name}
      </Text>
      <Group gap="sm" align="center">
        <Title order={1} size="h3" className={classes.words}>
          {name}
        </Title>
        <AccessBadge access={accessOf(table, schema.usage)} />
        <Button leftSection={<IconTableRow size={14} aria-hidden />} onClick={onRows}>
          Rows
        </Button>
      </Group>
      <Text size="sm" className={classes.words}>
        {headWords(table).join(' · ')}
        {sizes === null
          ? ''
          : ` · ${sizeText(sizes.total)} (${sizeText(sizes.table)} rows, ${sizeText(sizes.indexes)} indexes)`}
      </Text>
      {table.comment === null ? null : <Text className={classes.words}>{table.comment}</Text>}
      <Group gap={4} role="group" aria-label="What you may do with it">
        <Text size="sm">You may:</Text>
        {privileges.length === 0 ? <Badge color="gray">nothing</Badge> : null}
        {privileges.map((word) => (
          <Badge key={word}>{word}</Badge>
        ))}
      </Group>
      {schema.usage ? null : (
        <Text size="sm">
          You have no USAGE on the schema {schema.name}, so nothing in it can be used.
        </Text>
      )}
      {security === null ? null : (
        <Alert variant="light" icon={<IconLock size={16} aria-hidden />} p="xs">
          {security}
        </Alert>
      )}
      {locked ? (
        <Alert color="yellow" variant="light" p="xs">
          Somebody has it locked right now: definitions and sizes are left out.
        </Alert>
      ) : null}
      {truncated.length === 0 ? null : (
        <Text size="sm">Only the first 1,000 of these are shown: {truncated.join(', ')}.</Text>
      )}
    </Stack>
  );
}
