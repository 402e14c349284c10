import { Badge, Group } from '@mantine/core';
import type { Place } from '../catalog/catalog-query.ts';
import { sizeText } from '../tree/tree-model.ts';
import { PartList } from './PartList.tsx';
import type { TableDescription } from './table-query.ts';
import {
  actionWords,
  columnPrivilegeWords,
  constraintWords,
  defaultWords,
  keyWords,
  policyWords,
} from './table-words.ts';
import { TableLink } from './TableLink.tsx';
import classes from './table.module.css';

interface Props {
  readonly place: Place;
  readonly table: TableDescription;
}

export function Columns({ table }: Props): React.JSX.Element {
  return (
    <PartList
      title="Columns"
      heads={['Name', 'Type', 'Keys', 'Default', 'You may', 'Comment']}
      rows={table.columns.map((column) => ({
        id: column.name,
        cells: [
          <Code key="name" text={column.name} />,
          <Code key="type" text={column.notNull ? `${column.type} not null` : column.type} />,
          <Group key="keys" gap={4} wrap="nowrap">
            {keyWords(table, column).map((mark) => (
              <Badge key={mark}>{mark}</Badge>
            ))}
          </Group>,
          <Code key="default" text={defaultWords(column)} />,
          columnPrivilegeWords(column),
          column.comment,
        ],
      }))}
    />
  );
}

export function Keys({ place, table }: Props): React.JSX.Element {
  const foreign = table.constraints.filter(({ kind }) => kind === 'foreign-key');
  const others = table.constraints.filter(
    ({ kind }) => kind !== 'foreign-key' && kind !== 'not-null',
  );
  return (
    <>
      <PartList
        title="Keys and constraints"
        heads={['Name', 'Kind', 'Definition', 'Comment']}
        rows={others.map((one) => ({
          id: one.name,
          cells: [
            one.name,
            constraintWords(one),
            <Code key="d" text={one.definition} />,
            one.comment,
          ],
        }))}
      />
      <PartList
        title="Foreign keys"
        heads={['Name', 'Columns', 'Refers to', 'Actions', 'State']}
        rows={foreign.map((one) => ({
          id: one.name,
          cells: [
            one.name,
            <Code key="c" text={one.columns.join(', ')} />,
            one.references === null ? null : (
              <Target
                key="r"
                place={place}
                schema={one.references.schema}
                table={one.references.relation}
                columns={one.references.columns}
              />
            ),
            actionWords(one),
            constraintWords(one),
          ],
        }))}
      />
      <PartList
        title="Referenced by"
        heads={['Table', 'Constraint', 'To columns', 'Actions']}
        rows={table.referencedBy.map((one) => ({
          id: `${String(one.oid)}:${one.constraint}`,
          cells: [
            <Target
              key="t"
              place={place}
              schema={one.schema}
              table={one.relation}
              columns={one.columns}
            />,
            one.constraint,
            <Code key="c" text={one.referencedColumns.join(', ')} />,
            actionWords(one),
          ],
        }))}
      />
    </>
  );
}

export function Others({ place, table }: Props): React.JSX.Element {
  return (
    <>
      <PartList
        title="Indexes"
        heads={['Name', 'Size', 'Definition', 'Comment']}
        rows={table.indexes.map((one) => ({
          id: one.name,
          cells: [
            one.valid ? one.name : `${one.name} (not valid: it is kept up, and not used)`,
            one.bytes === null ? '' : sizeText(one.bytes),
            <Code key="d" text={one.definition} />,
            one.comment,
          ],
        }))}
      />
      <PartList
        title="Policies"
        heads={['Name', 'For whom', 'Using', 'Check', 'Comment']}
        rows={table.policies.map((one) => ({
          id: one.name,
          cells: [
            one.name,
            policyWords(one),
            <Code key="u" text={one.using} />,
            <Code key="c" text={one.check} />,
            one.comment,
          ],
        }))}
      />
      <PartList
        title="Triggers"
        heads={['Name', 'Fires', 'Definition', 'Comment']}
        rows={table.triggers.map((one) => ({
          id: one.name,
          cells: [one.name, one.fires, <Code key="d" text={one.definition} />, one.comment],
        }))}
      />
      <PartList
        title="Rules"
        heads={['Name', 'Fires', 'Definition', 'Comment']}
        rows={table.rules.map((one) => ({
          id: one.name,
          cells: [one.name, one.fires, <Code key="d" text={one.definition} />, one.comment],
        }))}
      />
      <Family place={place} title="Part of" of={table.parents} />
      <Family place={place} title="Partitions and children" of={table.children} />
    </>
  );
}

interface FamilyProps {
  readonly place: Place;
  readonly title: string;
  readonly of: TableDescription['parents'];
}

function Family({ place, title, of }: FamilyProps): React.JSX.Element {
  return (
    <PartList
      title={title}
      heads={['Table', 'Bound']}
      rows={of.map(({ oid, schema, name, bound }) => ({
        id: String(oid),
        cells: [
          <TableLink key="t" place={place} schema={schema} table={name} />,
          <Code key="b" text={bound} />,
        ],
      }))}
    />
  );
}

interface TargetProps {
  readonly place: Place;
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
}

function Target({ place, schema, table, columns }: TargetProps): React.JSX.Element {
  return (
    <>
      <TableLink place={place} schema={schema} table={table} />{' '}
      <span className={classes.code}>({columns.join(', ')})</span>
    </>
  );
}

function Code({ text }: { readonly text: string | null }): React.JSX.Element {
  return <span className={classes.code}>{text}</span>;
}
