import { Button, Code, CopyButton, Group, Text, Title } from '@mantine/core';
import classes from './table.module.css';

interface Props {
  /** Null while the table is locked. */
  readonly ddl: string | null;
  readonly onOpen: (sql: string) => void;
}

/** The statements that would make the table again. */
export function TableDdl({ ddl, onOpen }: Props): React.JSX.Element {
  return (
    <section aria-labelledby="table-ddl">
      <Group gap="xs" mt="lg" mb={4}>
        <Title order={2} size="h5" id="table-ddl">
          DDL
        </Title>
        {ddl === null ? null : (
          <>
            <CopyButton value={ddl}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="default" onClick={copy}>
                  {copied ? 'Copied' : 'Copy DDL'}
                </Button>
              )}
            </CopyButton>
            <Button size="compact-xs" variant="default" onClick={() => onOpen(ddl)}>
              Open in editor
            </Button>
          </>
        )}
      </Group>
      {ddl === null ? (
        <Text size="sm">Not while the table is locked.</Text>
      ) : (
        <Code block className={classes.ddl} tabIndex={0} role="region" aria-label="Statements">
          {ddl}
        </Code>
      )}
    </section>
  );
}
