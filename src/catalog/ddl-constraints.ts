import { type Described, isOwn, isWritten, nameOf, notNullConstraint } from './ddl-described.js';
import { storageParameters } from './ddl-options.js';
import { quoteName } from '../sql/quoting.js';
import type { CatalogConstraintDto } from './relation-parts.dto.js';

/** The constraints of CREATE TABLE. */
export function inlineConstraints(relation: Described): string[] {
  return own(relation)
    .filter(({ kind, validated }) => kind !== 'not-null' && validated)
    .map((constraint) => clause(relation, constraint));
}

/** Constraints that CREATE TABLE would take as valid, or has no column for. */
export function laterConstraints(relation: Described): string[] {
  const unnamed = relation.columns
    .filter((column) => !isWritten(relation, column))
    .map((column) => notNullConstraint(relation, column));
  return own(relation)
    .filter((constraint) => !constraint.validated || unnamed.includes(constraint))
    .map(
      (constraint) => `ALTER TABLE ONLY ${nameOf(relation)} ADD ${clause(relation, constraint)}`,
    );
}

/** A partition's share of a foreign key of its parent comes with ATTACH PARTITION. */
function own(relation: Described): CatalogConstraintDto[] {
  return relation.constraints.filter(
    (constraint) =>
      isOwn(relation, constraint) && !(constraint.kind === 'foreign-key' && constraint.fromParent),
  );
}

function clause(relation: Described, constraint: CatalogConstraintDto): string {
  return `CONSTRAINT ${quoteName(constraint.name)} ${definitionOf(relation, constraint)}`;
}

/** PostgreSQL writes the storage parameters of an exclusion's index, and leaves out those of a key's. */
function definitionOf(
  { indexes }: Described,
  { name, kind, definition, deferrable, deferred }: CatalogConstraintDto,
): string {
  const whole = definition ?? '';
  const options = indexes.find(({ constraint }) => constraint === name)?.options ?? [];
  if (options.length === 0 || (kind !== 'primary-key' && kind !== 'unique')) return whole;
  const timing = `${deferrable ? ' DEFERRABLE' : ''}${deferred ? ' INITIALLY DEFERRED' : ''}`;
  const key = whole.slice(0, whole.length - timing.length);
  return `${key} WITH (${storageParameters(options)})${timing}`;
}
