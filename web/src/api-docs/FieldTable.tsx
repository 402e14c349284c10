import { Code, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { ListTable } from '../lists/ListTable.tsx';
import { Prose } from './Prose.tsx';
import type { Field } from './schema-fields.ts';

interface Props {
  readonly caption: string;
  readonly fields: readonly (Field & { readonly place?: string })[];
}

const COLUMNS = [
  { title: 'Name', width: '20ch' },
  { title: 'Type', width: '18ch' },
  { title: 'What it is', width: '32ch' },
];

export function FieldTable({ caption, fields }: Props): ReactNode {
  if (fields.length === 0) return null;
  return (
    <ListTable caption={caption} columns={COLUMNS}>
      {fields.map(({ name, type, required, about, place }) => (
        <Table.Tr key={`${place ?? ''} ${name}`}>
          <Table.Td>
            <Code>{name}</Code>
          </Table.Td>
          <Table.Td>
            {[place === undefined ? '' : `in the ${place}`, type, required ? 'required' : '']
              .filter((part) => part !== '')
              .join(', ')}
          </Table.Td>
          <Table.Td>
            <Prose text={about} />
          </Table.Td>
        </Table.Tr>
      ))}
    </ListTable>
  );
}
