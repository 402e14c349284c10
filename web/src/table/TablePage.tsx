import { Code, CopyButton, Button, Loader, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useCommands } from '../app/commands.tsx';
import { usePageTitle } from '../app/page-title.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { rowsSql } from '../tree/rows-sql.ts';
import { TableDdl } from './TableDdl.tsx';
import { TableHead } from './TableHead.tsx';
import { Columns, Keys, Others } from './TableParts.tsx';
import { tableQuery } from './table-query.ts';
import classes from './table.module.css';

/** All about one table, view or sequence. Reads the catalog only. */
export default function TablePage(): React.JSX.Element {
  const { server = '', db = '', schema = '', table = '' } = useParams({ strict: false });
  const place = { serverId: server, database: db };
  usePageTitle(`${schema}.${table} in ${db}`);
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useQuery(tableQuery(place, schema, table));
  const openSql = (sql: string): void =>
    void navigate({
      to: '/s/$server/$db',
      params: { server, db },
      hash: `sql=${encodeURIComponent(sql)}`,
    });
  const openRows = (): void => {
    if (data !== undefined) openSql(rowsSql(data));
  };
  const ready = data !== undefined;
  const group = 'Table';
  useCommands([
    { id: 'table.rows', label: 'Rows', group, keys: 'mod+Enter', run: openRows, enabled: ready },
    { id: 'table.refresh', label: 'Refresh', group, run: () => void refetch() },
  ]);
  return (
    <div className={classes.page}>
      {error === null ? null : <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {isPending ? <Loader size="sm" aria-label="Loading the table" /> : null}
      {data === undefined ? null : (
        <>
          <TableHead place={place} table={data} onRows={openRows} />
          <Columns place={place} table={data} />
          <Keys place={place} table={data} />
          <Others place={place} table={data} />
          {data.definition === null ? null : <Definition text={data.definition} />}
          <TableDdl ddl={data.ddl} onOpen={openSql} />
        </>
      )}
    </div>
  );
}

function Definition({ text }: { readonly text: string }): React.JSX.Element {
  return (
    <section aria-labelledby="table-definition">
      <Title order={2} size="h5" id="table-definition" mt="lg" mb={4}>
        Definition
      </Title>
      <Code block className={classes.ddl} tabIndex={0} role="region" aria-label="Definition">
        {text}
      </Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" mt={4} onClick={copy}>
            {copied ? 'Copied' : 'Copy definition'}
          </Button>
        )}
      </CopyButton>
    </section>
  );
}
