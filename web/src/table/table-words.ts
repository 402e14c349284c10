import type { TableDescription } from './table-query.ts';

type Column = TableDescription['columns'][number];
type Constraint = TableDescription['constraints'][number];

/** What the person may do with the whole relation, in PostgreSQL's words. */
export function privilegeWords({ privileges, onSomeColumns }: TableDescription): readonly string[] {
  const names = [
    'select',
    'insert',
    'update',
    'delete',
    'truncate',
    'references',
    'trigger',
  ] as const;
  const partly: Readonly<Record<string, boolean>> = { ...onSomeColumns };
  const whole = names.flatMap((name) => {
    if (privileges[name]) return [name.toUpperCase()];
    return partly[name] === true ? [`${name.toUpperCase()} on some columns`] : [];
  });
  return privileges.maintain === true ? [...whole, 'MAINTAIN'] : whole;
}

export function columnPrivilegeWords({ privileges }: Column): string {
  const names = ['select', 'insert', 'update', 'references'] as const;
  const words = names.filter((name) => privileges[name]).map((name) => name.toUpperCase());
  return words.length === 0 ? 'no access' : words.join(', ');
}

/** What a column is filled with when nothing is said. */
export function defaultWords({ default: expression, identity, generated }: Column): string {
  if (identity !== null) return `identity, ${identity.replace('-', ' ')}`;
  if (generated !== null) return `generated, ${generated}: ${expression ?? ''}`;
  return expression ?? '';
}

/** Keys that a column has a part in: `PK`, `FK`, `UQ`. */
export function keyWords({ constraints }: TableDescription, { name }: Column): readonly string[] {
  const marks = { 'primary-key': 'PK', 'foreign-key': 'FK', unique: 'UQ' } as const;
  const kinds = new Set(
    constraints.filter((one) => one.columns.includes(name)).map(({ kind }) => kind),
  );
  return (['primary-key', 'foreign-key', 'unique'] as const)
    .filter((kind) => kinds.has(kind))
    .map((kind) => marks[kind]);
}

export function constraintWords(constraint: Constraint): string {
  return [
    constraint.kind.replace('-', ' '),
    ...(constraint.validated ? [] : ['not validated']),
    ...(constraint.enforced ? [] : ['not enforced']),
    ...(constraint.deferrable ? [constraint.deferred ? 'deferred' : 'deferrable'] : []),
    ...(constraint.fromParent ? ['from the parent'] : []),
  ].join(', ');
}

export function policyWords(policy: TableDescription['policies'][number]): string {
  return [
    policy.command,
    policy.permissive ? 'permissive' : 'restrictive',
    policy.roles.length === 0 ? 'for everybody' : `for ${policy.roles.join(', ')}`,
    policy.appliesToMe ? 'applies to you' : 'does not apply to you',
  ].join(' · ');
}

/** What row security means for this person; null where it is off. */
export function rowSecurityWords(table: TableDescription): string | null {
  if (!table.rowSecurity) return null;
  return table.rowSecurityApplies
    ? 'Row security is on: you see and change only the rows that its policies let you.'
    : 'Row security is on, and does not hold for you.';
}

/** The first thing to say: what kind of relation it is, whose, and how large. */
export function headWords(table: TableDescription): readonly string[] {
  return [
    table.kind.replace('-', ' '),
    ...(table.persistence === 'permanent' ? [] : [table.persistence]),
    `owner ${table.owner}`,
    ...(table.estimatedRows === null
      ? []
      : [`about ${table.estimatedRows.toLocaleString('en-US')} rows`]),
    ...(table.partitionKey === null ? [] : [`partitioned by ${table.partitionKey}`]),
    ...(table.partitionBound === null ? [] : [table.partitionBound]),
    ...(table.foreignServer === null ? [] : [`on foreign server ${table.foreignServer}`]),
    ...(table.populated ? [] : ['never refreshed']),
  ];
}

/** What happens to the rows that refer to a row: `on delete cascade`; nothing special is not said. */
export function actionWords(one: Pick<Constraint, 'onUpdate' | 'onDelete'>): string {
  const said = (event: string, action: string | null): string[] =>
    action === null || action === 'no-action' ? [] : [`on ${event} ${action.replace('-', ' ')}`];
  return [...said('update', one.onUpdate), ...said('delete', one.onDelete)].join(', ');
}
