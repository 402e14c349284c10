import type { CatalogQuery } from './catalog-query.js';
import type { CatalogReader } from './catalog-reader.js';
import { relationDdl } from './ddl.js';
import { COLUMNS, OWNED_SEQUENCES, SEQUENCE } from './relation-columns.js';
import { CONSTRAINTS, REFERRERS } from './relation-constraints.js';
import type { RelationDescriptionDto } from './relation-description.dto.js';
import { CHILDREN, PARENTS, RELATION, RELATION_OID, SIZES } from './relation-head.js';
import { INDEXES, STATISTICS } from './relation-indexes.js';
import { relkindsOf } from './relation-kinds.js';
import type { CatalogSizesDto } from './relation-parts.dto.js';
import { POLICIES, RULES, TRIGGERS } from './relation-rules.js';
import { notInDatabase } from './schemas.js';
import { codes } from './sql.js';

/** Of other relations in one description: children, and those that refer to this one. */
const MAX_RELATIVES = 1000;

/** @throws Problem `object-not-found` */
export function describeRelation(
  reader: CatalogReader,
  oid: string,
): Promise<RelationDescriptionDto> {
  return reader.inSnapshot((snapshot) => describe(snapshot, oid));
}

/** @throws Problem `object-not-found` */
export function describeRelationNamed(
  reader: CatalogReader,
  schema: string,
  relation: string,
): Promise<RelationDescriptionDto> {
  return reader.inSnapshot(async (snapshot) => {
    const kinds = codes(relkindsOf());
    const oid = await snapshot.first(RELATION_OID, [schema, relation, kinds]);
    if (oid !== undefined) return describe(snapshot, oid);
    throw notInDatabase(
      reader,
      `a table, view or sequence "${relation}" in the schema "${schema}"`,
    );
  });
}

async function describe(reader: CatalogReader, oid: string): Promise<RelationDescriptionDto> {
  const head = await reader.first(RELATION, [oid, codes(relkindsOf())]);
  if (head === undefined) throw notInDatabase(reader, `a table, view or sequence with oid ${oid}`);
  const of = <T>(query: CatalogQuery<T>): Promise<T[]> => reader.rows(query, [oid]);
  const constraints = await of(CONSTRAINTS);
  const referencedBy = await relatives(reader, REFERRERS, oid);
  const children = await relatives(reader, CHILDREN, oid);
  const description = {
    ...head,
    sizes: sizes(await reader.first(SIZES, [oid])),
    policies: await of(POLICIES),
    columns: await of(COLUMNS),
    primaryKey: constraints.find(({ kind }) => kind === 'primary-key')?.columns ?? null,
    constraints,
    referencedBy: referencedBy.items,
    indexes: await of(INDEXES),
    triggers: await of(TRIGGERS),
    rules: await of(RULES),
    statistics: await of(STATISTICS),
    parents: await of(PARENTS),
    children: children.items,
    sequence: (await reader.first(SEQUENCE, [oid])) ?? null,
    ownedSequences: await of(OWNED_SEQUENCES),
    locked: reader.dialect.lockFree,
    truncated: [
      ...(referencedBy.truncated ? ['referencedBy'] : []),
      ...(children.truncated ? ['children'] : []),
    ],
  };
  return { ...description, ddl: description.locked ? null : relationDdl(description) };
}

async function relatives<T>(
  reader: CatalogReader,
  query: CatalogQuery<T>,
  oid: string,
): Promise<{ items: T[]; truncated: boolean }> {
  const rows = await reader.rows(query, [oid, String(MAX_RELATIVES + 1)]);
  return { items: rows.slice(0, MAX_RELATIVES), truncated: rows.length > MAX_RELATIVES };
}

type Measured = ReturnType<(typeof SIZES)['read']> | undefined;

function sizes(measured: Measured): CatalogSizesDto | null {
  if (measured === undefined) return null;
  const { table, indexes, total } = measured;
  return table === null || indexes === null || total === null ? null : { table, indexes, total };
}
