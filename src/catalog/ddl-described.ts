import { qualify } from '../sql/quoting.js';
import type { RelationDescriptionDto } from './relation-description.dto.js';
import type { CatalogColumnDto, CatalogConstraintDto } from './relation-parts.dto.js';

/** A description before its statements are written. */
export type Described = Omit<RelationDescriptionDto, 'ddl'>;

/** The relation's name in SQL. */
export function nameOf(relation: Described): string {
  return qualify(relation.schema.name, relation.name);
}

/** Whether CREATE names the column; others are brought by the parents, the type or the query. */
export function isWritten(relation: Described, column: CatalogColumnDto): boolean {
  if (relation.definition !== null) return false;
  return relation.partition || (column.local && relation.ofType === null);
}

/** Whether the relation has the constraint of its own. A partition is made with all of them. */
export function isOwn(relation: Described, constraint: CatalogConstraintDto): boolean {
  return relation.partition || constraint.local;
}

/** PostgreSQL 18 and later keep each NOT NULL as a constraint with a name. */
export function notNullConstraint(
  relation: Described,
  column: CatalogColumnDto,
): CatalogConstraintDto | undefined {
  return relation.constraints.find(
    ({ kind, columns }) => kind === 'not-null' && columns[0] === column.name,
  );
}
