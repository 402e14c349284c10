import type { components } from '@pg-usher/sdk';
import { quoteName } from '../../../src/sql/quoting.ts';
import { countText, type Icon, type Mark, sizeText, type TreeNode } from './tree-model.ts';
import { relationId } from './tree-nodes.ts';

type Description = components['schemas']['RelationDescriptionDto'];
type Column = Description['columns'][number];

/** What is below a relation: its columns, then folders of what else it has. */
export function relationChildren(relation: Description): readonly TreeNode[] {
  return [...relation.columns.map((column) => columnNode(relation, column)), ...folders(relation)];
}

function columnNode(relation: Description, column: Column): TreeNode {
  const { name, type, notNull, comment, privileges } = column;
  const { select, insert, update } = privileges;
  const usable = relation.schema.usage;
  const access = {
    read: select && usable ? 'all' : 'none',
    write: usable && insert && update ? 'all' : usable && (insert || update) ? 'some' : 'none',
  } as const;
  const title = [comment, column.default === null ? null : `default ${column.default}`];
  const said = title.filter((text) => text !== null).join('\n');
  return {
    id: columnId(relation.oid, name),
    label: name,
    icon: 'column',
    name: quoteName(name),
    detail: notNull ? `${type} not null` : type,
    marks: keyMarks(relation, name),
    ...(said === '' ? {} : { title: said }),
    ...(access.read === 'none' ? { access } : {}),
  };
}

export function columnId(oid: number, name: string): string {
  return `column:${String(oid)}:${name}`;
}

function keyMarks({ primaryKey, constraints }: Description, name: string): readonly Mark[] {
  const has = (kind: string): boolean =>
    constraints.some((one) => one.kind === kind && one.columns.includes(name));
  return [
    ...(primaryKey?.includes(name) === true ? [{ short: 'PK', words: 'in the primary key' }] : []),
    ...(has('foreign-key') ? [{ short: 'FK', words: 'in a foreign key' }] : []),
    ...(has('unique') ? [{ short: 'UQ', words: 'in a unique key' }] : []),
  ];
}

interface Part {
  readonly name: string;
  readonly detail?: string;
  readonly title?: string | null;
}

function folders({ oid, constraints, indexes, triggers, policies }: Description): TreeNode[] {
  const isKey = (kind: string): boolean => ['primary-key', 'unique', 'foreign-key'].includes(kind);
  const defined = constraints.map(({ name, kind, definition }) => ({
    kind,
    part: { name, detail: definition ?? kind.replace('-', ' '), title: definition },
  }));
  const keys = defined.filter(({ kind }) => isKey(kind)).map(({ part }) => part);
  const others = defined
    .filter(({ kind }) => !isKey(kind) && kind !== 'not-null')
    .map(({ part }) => part);
  return [
    ...folder(oid, 'Keys', 'key', keys),
    ...folder(
      oid,
      'Indexes',
      'index',
      indexes.map(({ name, method, bytes, unique, valid, definition }) => ({
        name,
        detail: [
          unique ? `unique ${method}` : method,
          ...(bytes === null ? [] : [sizeText(bytes)]),
          ...(valid ? [] : ['not valid']),
        ].join(', '),
        title: definition,
      })),
    ),
    ...folder(oid, 'Constraints', 'constraint', others),
    ...folder(
      oid,
      'Triggers',
      'trigger',
      triggers.map(({ name, fires, definition }) => ({
        name,
        detail: fires === 'origin' ? '' : fires,
        title: definition,
      })),
    ),
    ...folder(
      oid,
      'Policies',
      'policy',
      policies.map(({ name, command, permissive, appliesToMe, using, check }) => ({
        name,
        detail: [
          command,
          ...(permissive ? [] : ['restrictive']),
          ...(appliesToMe ? [] : ['not for you']),
        ].join(', '),
        title: [using === null ? '' : `using ${using}`, check === null ? '' : `check ${check}`]
          .filter((text) => text !== '')
          .join('\n'),
      })),
    ),
  ];
}

function folder(oid: number, label: string, icon: Icon, parts: readonly Part[]): TreeNode[] {
  if (parts.length === 0) return [];
  const id = `${relationId(oid)}:${label}`;
  const children = parts.map(({ name, detail = '', title }): TreeNode => ({
    id: `${id}:${name}`,
    label: name,
    icon,
    name: quoteName(name),
    ...(detail === '' ? {} : { detail }),
    ...(title === null || title === undefined || title === '' ? {} : { title }),
  }));
  return [{ id, label, icon, detail: countText(parts.length), children }];
}
