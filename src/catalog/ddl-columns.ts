import { type Described, isOwn, isWritten, nameOf, notNullConstraint } from './ddl-described.js';
import { identityOptions } from './ddl-sequences.js';
import { quoteName } from '../sql/quoting.js';
import { foreignOptions, storageParameters } from './ddl-options.js';
import type { CatalogColumnDto } from './relation-parts.dto.js';

/** The columns of CREATE TABLE. */
export function columnLines(relation: Described): string[] {
  return relation.columns
    .filter((column) => isWritten(relation, column))
    .map((column) => columnLine(relation, column));
}

function columnLine(relation: Described, column: CatalogColumnDto): string {
  const { name, type, collation, compression } = column;
  const remote = column.foreignOptions;
  return [
    `${quoteName(name)} ${type}`,
    ...(compression === null ? [] : [`COMPRESSION ${compression}`]),
    ...(remote.length === 0 ? [] : [`OPTIONS (${foreignOptions(remote)})`]),
    ...(collation === null ? [] : [`COLLATE ${collation}`]),
    ...value(relation, column),
    ...notNull(relation, column),
  ].join(' ');
}

/** Where the value comes from when none is given. A partition gets its parent's identity. */
function value(relation: Described, column: CatalogColumnDto): string[] {
  const { name, identity, generated } = column;
  if (identity !== null) {
    if (relation.partition) return [];
    const sequence = relation.ownedSequences.find(
      ({ ownedBy }) => ownedBy?.identity === true && ownedBy.column === name,
    );
    const when = identity === 'always' ? 'ALWAYS' : 'BY DEFAULT';
    const options = sequence === undefined ? '' : identityOptions(sequence);
    return [`GENERATED ${when} AS IDENTITY${options}`];
  }
  if (column.default === null) return [];
  return generated === null
    ? [`DEFAULT ${column.default}`]
    : [`GENERATED ALWAYS AS (${column.default}) ${generated.toUpperCase()}`];
}

function notNull(relation: Described, column: CatalogColumnDto): string[] {
  const constraint = notNullConstraint(relation, column);
  if (constraint === undefined) return column.notNull ? ['NOT NULL'] : [];
  if (!isOwn(relation, constraint) || !constraint.validated) return [];
  const usual = constraint.name === `${relation.name}_${column.name}_not_null`;
  return [
    ...(usual ? [] : [`CONSTRAINT ${quoteName(constraint.name)}`]),
    'NOT NULL',
    ...(constraint.noInherit ? ['NO INHERIT'] : []),
  ];
}

/** What CREATE has no words for, and what a column has otherwise than where it comes from. */
export function columnChanges(relation: Described): string[] {
  return relation.columns.flatMap((column) =>
    [
      ...(isWritten(relation, column) ? [] : differences(relation, column)),
      ...(column.storage === null ? [] : [`SET STORAGE ${column.storage.toUpperCase()}`]),
      ...(column.statisticsTarget === null
        ? []
        : [`SET STATISTICS ${String(column.statisticsTarget)}`]),
      ...(column.options.length === 0 ? [] : [`SET (${storageParameters(column.options)})`]),
    ].map(
      (change) =>
        `ALTER TABLE ONLY ${nameOf(relation)} ALTER COLUMN ${quoteName(column.name)} ${change}`,
    ),
  );
}

function differences(relation: Described, column: CatalogColumnDto): string[] {
  const { parentNotNull, parentDefault, generated, compression } = column;
  const packed = compression === null ? [] : [`SET COMPRESSION ${compression}`];
  if (generated !== null) return packed;
  const byFlag = notNullConstraint(relation, column) === undefined;
  return [
    ...packed,
    ...(column.default === null ? [] : [`SET DEFAULT ${column.default}`]),
    ...(column.default === null && parentDefault ? ['DROP DEFAULT'] : []),
    ...(column.notNull && byFlag && !parentNotNull ? ['SET NOT NULL'] : []),
  ];
}
