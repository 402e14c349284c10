import { type Described, isOwn, isWritten, nameOf, notNullConstraint } from './ddl-described.js';
import { quoteName } from '../sql/quoting.js';
import type { CatalogConstraintDto } from './relation-parts.dto.js';

/** The constraints of CREATE TABLE. */
export function inlineConstraints(relation: Described): string[] {
  return own(relation)
    .filter(({ kind, validated }) => kind !== 'not-null' && validated)
    .map(clause);
}

/** Constraints that CREATE TABLE would take as valid, or has no column for. */
export function laterConstraints(relation: Described): string[] {
  const unnamed = relation.columns
    .filter((column) => !isWritten(relation, column))
    .map((column) => notNullConstraint(relation, column));
  return own(relation)
    .filter((constraint) => !constraint.validated || unnamed.includes(constraint))
    .map((constraint) => `ALTER TABLE ONLY ${nameOf(relation)} ADD ${clause(constraint)}`);
}

/** A partition's share of a foreign key of its parent comes with ATTACH PARTITION. */
function own(relation: Described): CatalogConstraintDto[] {
  return relation.constraints.filter(
    (constraint) =>
      isOwn(relation, constraint) && !(constraint.kind === 'foreign-key' && constraint.fromParent),
  );
}

function clause({ name, definition }: CatalogConstraintDto): string {
  return `CONSTRAINT ${quoteName(name)} ${definition ?? ''}`;
}
