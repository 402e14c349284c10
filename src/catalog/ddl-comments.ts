import { type Described, nameOf } from './ddl-described.js';
import { qualify, quoteName, quoteText } from '../sql/quoting.js';

interface Named {
  readonly name: string;
  readonly comment: string | null;
}

/** COMMENT ON for the relation and everything of it that has a comment. */
export function comments(relation: Described): string[] {
  const table = nameOf(relation);
  const { schema, constraints, triggers, rules, policies, statistics } = relation;
  const on = (what: string, parts: readonly Named[], nameIn: (part: Named) => string): string[] =>
    parts.flatMap((part) => commentOn(`${what} ${nameIn(part)}`, part.comment));
  const onTable = ({ name }: Named): string => `${quoteName(name)} ON ${table}`;
  return [
    ...commentOn(
      `${relation.kind.replace('partitioned-', '').replace('-', ' ').toUpperCase()} ${table}`,
      relation.comment,
    ),
    ...on('COLUMN', relation.columns, ({ name }) => `${table}.${quoteName(name)}`),
    ...on('CONSTRAINT', constraints, onTable),
    ...on('INDEX', relation.indexes, ({ name }) => qualify(schema.name, name)),
    ...on(
      'TRIGGER',
      triggers.filter(({ fromParent }) => !fromParent),
      onTable,
    ),
    ...on('RULE', rules, onTable),
    ...on('POLICY', policies, onTable),
    ...statistics.flatMap((part) =>
      commentOn(`STATISTICS ${qualify(part.schema, part.name)}`, part.comment),
    ),
  ];
}

function commentOn(what: string, comment: string | null): string[] {
  return comment === null ? [] : [`COMMENT ON ${what} IS ${quoteText(comment)}`];
}
