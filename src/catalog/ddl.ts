import { columnChanges, columnLines } from './ddl-columns.js';
import { comments } from './ddl-comments.js';
import { inlineConstraints, laterConstraints } from './ddl-constraints.js';
import { type Described, nameOf } from './ddl-described.js';
import { createSequence, ownSequence } from './ddl-sequences.js';
import { qualify, quoteName } from '../sql/quoting.js';
import { foreignOptions, splitOption, storageParameters } from './ddl-options.js';
import type { CatalogFiring, CatalogPolicyDto } from './relation-parts.dto.js';

/**
 * Statements that make a relation again, in an order in which they run: with its own sequences,
 * constraints, indexes, triggers, rules, policies and comments; without rows, owner and grants. What
 * it refers to (types, functions, other relations, its parents) must be there. Names outside of
 * pg_catalog are qualified, so that the search path does not matter.
 */
export function relationDdl(relation: Described): string {
  return statements(relation)
    .map((statement) => (/;\s*$/.test(statement) ? statement.trimEnd() : `${statement};`))
    .join('\n\n');
}

function statements(relation: Described): string[] {
  switch (relation.kind) {
    case 'sequence':
      return sequenceStatements(relation);
    case 'view':
    case 'materialized-view':
      return [createView(relation), ...columnChanges(relation), ...additions(relation)];
    case 'table':
    case 'partitioned-table':
    case 'foreign-table':
      return tableStatements(relation);
  }
}

function sequenceStatements(relation: Described): string[] {
  const { sequence, persistence } = relation;
  if (sequence === null) return [];
  // No name in a comment: a line feed in it would end the comment.
  if (sequence.ownedBy?.identity === true) {
    return ['-- An identity column has this sequence; it is made with its table.\n;'];
  }
  return [createSequence(sequence, persistence), ...ownSequence(sequence), ...comments(relation)];
}

function createView(relation: Described): string {
  const { kind, options, accessMethod, tablespace, populated } = relation;
  const body = (relation.definition ?? '').replace(/;\s*$/, '');
  const materialized = kind === 'materialized-view';
  return [
    `CREATE ${materialized ? 'MATERIALIZED ' : ''}VIEW ${nameOf(relation)}`,
    ...(accessMethod === null || accessMethod === 'heap'
      ? []
      : [`USING ${quoteName(accessMethod)}`]),
    ...(options.length === 0 ? [] : [`WITH (${storageParameters(options)})`]),
    ...(tablespace === null ? [] : [`TABLESPACE ${quoteName(tablespace)}`]),
    `AS\n${body}`,
    ...(populated ? [] : ['WITH NO DATA']),
  ].join('\n');
}

function tableStatements(relation: Described): string[] {
  const { persistence, ownedSequences } = relation;
  const serial = ownedSequences.filter(({ ownedBy }) => ownedBy?.identity !== true);
  return [
    ...serial.map((sequence) => createSequence(sequence, persistence)),
    createTable(relation),
    ...serial.flatMap(ownSequence),
    ...columnChanges(relation),
    ...laterConstraints(relation),
    ...additions(relation),
    ...attachPartition(relation),
    ...triggersOfParent(relation),
  ];
}

/** Partitions are made as tables and attached, so that their columns keep their order. */
function createTable(relation: Described): string {
  const { kind, persistence, ofType, parents, partition, partitionKey, foreignServer } = relation;
  const lines = [...columnLines(relation), ...inlineConstraints(relation)];
  const words = [
    'CREATE',
    ...(persistence === 'unlogged' ? ['UNLOGGED'] : []),
    ...(kind === 'foreign-table' ? ['FOREIGN'] : []),
    `TABLE ${nameOf(relation)}`,
    ...(ofType === null ? [] : [`OF ${ofType}`]),
    ...(lines.length === 0 && ofType !== null ? [] : [parenthesis(lines)]),
  ];
  const inherits = partition ? [] : parents.map(({ schema, name }) => qualify(schema, name));
  return [
    words.join(' '),
    ...(inherits.length === 0 ? [] : [`INHERITS (${inherits.join(', ')})`]),
    ...(partitionKey === null ? [] : [`PARTITION BY ${partitionKey}`]),
    ...(foreignServer === null ? [] : [`SERVER ${quoteName(foreignServer)}`]),
    ...storage(relation),
  ].join('\n');
}

function parenthesis(lines: readonly string[]): string {
  return lines.length === 0 ? '()' : `(\n${lines.map((line) => `  ${line}`).join(',\n')}\n)`;
}

function storage({ accessMethod, options, tablespace, ...relation }: Described): string[] {
  const remote = relation.foreignOptions;
  return [
    ...(accessMethod === null || accessMethod === 'heap'
      ? []
      : [`USING ${quoteName(accessMethod)}`]),
    ...(options.length === 0 ? [] : [`WITH (${storageParameters(options)})`]),
    ...(tablespace === null ? [] : [`TABLESPACE ${quoteName(tablespace)}`]),
    ...(remote.length === 0 ? [] : [`OPTIONS (${foreignOptions(remote)})`]),
  ];
}

function attachPartition(relation: Described): string[] {
  const { partition, parents, partitionBound } = relation;
  const [parent] = parents;
  if (!partition || parent === undefined || partitionBound === null) return [];
  return [
    `ALTER TABLE ONLY ${qualify(parent.schema, parent.name)} ATTACH PARTITION ${nameOf(relation)} ${partitionBound}`,
  ];
}

/** What is made on a relation once it is there. */
function additions(relation: Described): string[] {
  return [
    ...indexes(relation),
    ...replicaIdentity(relation),
    ...relation.statistics.flatMap(({ schema, name, definition, target }) => [
      ...written(definition),
      ...(target === null
        ? []
        : [`ALTER STATISTICS ${qualify(schema, name)} SET STATISTICS ${String(target)}`]),
    ]),
    ...rules(relation),
    ...triggers(relation),
    ...rowSecurity(relation),
    ...comments(relation),
  ];
}

function written(definition: string | null): string[] {
  return definition === null ? [] : [definition];
}

function indexes(relation: Described): string[] {
  const schema = relation.schema.name;
  return relation.indexes.flatMap(({ name, definition, constraint, ...index }) => [
    ...(constraint === null ? written(definition) : []),
    ...(index.tablespace === null
      ? []
      : [`ALTER INDEX ${qualify(schema, name)} SET TABLESPACE ${quoteName(index.tablespace)}`]),
    ...index.statisticsTargets.map(splitOption).map(([column, target]) => {
      return `ALTER INDEX ${qualify(schema, name)} ALTER COLUMN ${column} SET STATISTICS ${target}`;
    }),
    ...(index.clustered ? [`ALTER TABLE ${nameOf(relation)} CLUSTER ON ${quoteName(name)}`] : []),
  ]);
}

/** Only what holds rows of its own, or passes them on, has one. */
function replicaIdentity(relation: Described): string[] {
  if (relation.kind === 'view' || relation.kind === 'foreign-table') return [];
  const index = relation.indexes.find((candidate) => candidate.replicaIdentity);
  const change = (identity: string): string[] => [
    `ALTER TABLE ONLY ${nameOf(relation)} REPLICA IDENTITY ${identity}`,
  ];
  switch (relation.replicaIdentity) {
    case 'default':
      return [];
    case 'nothing':
      return change('NOTHING');
    case 'full':
      return change('FULL');
    case 'index':
      return index === undefined ? [] : change(`USING INDEX ${quoteName(index.name)}`);
  }
}

const FIRING: Readonly<Record<CatalogFiring, string | null>> = {
  origin: null,
  replica: 'ENABLE REPLICA',
  always: 'ENABLE ALWAYS',
  disabled: 'DISABLE',
};

function rules(relation: Described): string[] {
  return relation.rules.flatMap(({ name, definition, fires }) => [
    ...written(definition),
    ...firing(relation, fires, `RULE ${quoteName(name)}`),
  ]);
}

/** Those of a partition's parent come with ATTACH PARTITION. */
function triggers(relation: Described): string[] {
  return relation.triggers
    .filter(({ fromParent }) => !fromParent)
    .flatMap(({ name, definition, fires }) => [
      ...written(definition),
      ...firing(relation, fires, `TRIGGER ${quoteName(name)}`),
    ]);
}

/** Those come as the parent has them, and may have been switched for the partition alone. */
function triggersOfParent(relation: Described): string[] {
  return relation.triggers
    .filter(({ fromParent }) => fromParent)
    .flatMap(({ name, fires }) => firing(relation, fires, `TRIGGER ${quoteName(name)}`));
}

function firing(relation: Described, fires: CatalogFiring, what: string): string[] {
  const change = FIRING[fires];
  return change === null ? [] : [`ALTER TABLE ${nameOf(relation)} ${change} ${what}`];
}

function rowSecurity(relation: Described): string[] {
  const table = nameOf(relation);
  return [
    ...(relation.rowSecurity ? [`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`] : []),
    ...(relation.rowSecurityForced ? [`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`] : []),
    ...relation.policies.map((policy) => createPolicy(table, policy)),
  ];
}

function createPolicy(table: string, policy: CatalogPolicyDto): string {
  const { name, permissive, command, roles, using, check } = policy;
  return [
    `CREATE POLICY ${quoteName(name)} ON ${table}`,
    ...(permissive ? [] : ['AS RESTRICTIVE']),
    ...(command === 'all' ? [] : [`FOR ${command.toUpperCase()}`]),
    ...(roles.length === 0 ? [] : [`TO ${roles.map(quoteName).join(', ')}`]),
    ...(using === null ? [] : [`USING (${using})`]),
    ...(check === null ? [] : [`WITH CHECK (${check})`]),
  ].join('\n  ');
}
