import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Place } from '../catalog/catalog-query.ts';

interface Props {
  readonly place: Place;
  readonly schema: string;
  readonly table: string;
}

/** To another table's page. */
export function TableLink({ place, schema, table }: Props): React.JSX.Element {
  const params = { server: place.serverId, db: place.database, schema, table };
  return (
    <Anchor
      size="sm"
      underline="always"
      renderRoot={(props) => (
        <Link to="/s/$server/$db/t/$schema/$table" params={params} {...props} />
      )}
    >
      {schema}.{table}
    </Anchor>
  );
}
