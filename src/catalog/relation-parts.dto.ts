import { ApiProperty } from '@nestjs/swagger';

export class CatalogNameDto {
  @ApiProperty({ type: 'integer' })
  oid!: number;
  schema!: string;
  name!: string;
}

export class CatalogSequenceOwnerDto {
  schema!: string;
  relation!: string;
  column!: string;
  /** The sequence of an identity column, which PostgreSQL made. */
  identity!: boolean;
}

/** The numbers of a sequence; as text, because JSON numbers do not hold them all. */
export class CatalogSequenceDto {
  schema!: string;
  name!: string;
  type!: string;
  start!: string;
  increment!: string;
  minimum!: string;
  maximum!: string;
  cache!: string;
  cycle!: boolean;
  /** The column that the sequence is dropped with; null when it stands alone. */
  ownedBy!: CatalogSequenceOwnerDto | null;
}

/** Privileges of the caller on one column. */
export class CatalogColumnPrivilegesDto {
  select!: boolean;
  insert!: boolean;
  update!: boolean;
  references!: boolean;
}

export class CatalogColumnDto {
  /** `attnum`: grows with each column, and numbers of dropped ones are not used again. */
  @ApiProperty({ type: 'integer' })
  number!: number;
  name!: string;
  /** As in CREATE TABLE; names outside of pg_catalog have their schema. */
  type!: string;
  notNull!: boolean;
  /** The expression of a default, or of a generated column. */
  default!: string | null;
  @ApiProperty({ type: 'string', enum: ['always', 'by-default', null], nullable: true })
  identity!: 'always' | 'by-default' | null;
  @ApiProperty({ type: 'string', enum: ['stored', 'virtual', null], nullable: true })
  generated!: 'stored' | 'virtual' | null;
  comment!: string | null;
  privileges!: CatalogColumnPrivilegesDto;
  /** Where it is not the type's own; quoted, with its schema. */
  collation!: string | null;
  /** Where it is not the type's own. */
  @ApiProperty({ type: 'string', nullable: true })
  storage!: CatalogStorage | null;
  @ApiProperty({ type: 'string', enum: ['pglz', 'lz4', null], nullable: true })
  compression!: 'pglz' | 'lz4' | null;
  @ApiProperty({ type: 'integer', nullable: true })
  statisticsTarget!: number | null;
  /** `name=value`. */
  options!: string[];
  /** Of a column of a foreign table, `name=value`. */
  foreignOptions!: string[];
  /** Defined for this relation itself; it may be inherited as well. */
  local!: boolean;
  inherited!: boolean;
  /** A parent has a default for it. */
  parentDefault!: boolean;
  /** A parent has it NOT NULL. */
  parentNotNull!: boolean;
}

export type CatalogStorage = 'plain' | 'external' | 'main' | 'extended';

export type CatalogConstraintKind =
  'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclusion' | 'not-null';

/** One side of a foreign key. */
export class CatalogForeignKeyEndDto {
  @ApiProperty({ type: 'integer' })
  oid!: number;
  schema!: string;
  relation!: string;
  columns!: string[];
}

export type CatalogForeignKeyAction =
  'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default';

export class CatalogConstraintDto {
  name!: string;
  @ApiProperty({
    type: 'string',
    enum: ['primary-key', 'unique', 'foreign-key', 'check', 'exclusion', 'not-null'],
  })
  kind!: CatalogConstraintKind;
  /** As in CREATE TABLE; null while the relation is locked. */
  definition!: string | null;
  columns!: string[];
  /** Holds for the rows that were there before it, too. */
  validated!: boolean;
  enforced!: boolean;
  deferrable!: boolean;
  deferred!: boolean;
  /** Defined for this relation itself; it may be inherited as well. */
  local!: boolean;
  inherited!: boolean;
  /** Of a check, or of NOT NULL: inherited by no child. */
  noInherit!: boolean;
  /** A partition's share of a constraint of its parent. */
  fromParent!: boolean;
  comment!: string | null;
  /** Of a foreign key: what it refers to. */
  references!: CatalogForeignKeyEndDto | null;
  @ApiProperty({ type: 'string', nullable: true })
  onUpdate!: CatalogForeignKeyAction | null;
  @ApiProperty({ type: 'string', nullable: true })
  onDelete!: CatalogForeignKeyAction | null;
}

/** A foreign key of another relation that refers to this one. */
export class CatalogReferrerDto extends CatalogForeignKeyEndDto {
  constraint!: string;
  /** Of this relation. */
  referencedColumns!: string[];
  @ApiProperty({ type: 'string', nullable: true })
  onUpdate!: CatalogForeignKeyAction | null;
  @ApiProperty({ type: 'string', nullable: true })
  onDelete!: CatalogForeignKeyAction | null;
}

export class CatalogIndexDto {
  @ApiProperty({ type: 'integer' })
  oid!: number;
  name!: string;
  /** Null while the relation is locked. */
  definition!: string | null;
  method!: string;
  /** Columns of the key and included ones; expressions are left out. */
  columns!: string[];
  unique!: boolean;
  primary!: boolean;
  /** False after a CREATE INDEX CONCURRENTLY that failed: it is kept up, and not used. */
  valid!: boolean;
  clustered!: boolean;
  replicaIdentity!: boolean;
  /** The constraint that it stands for. */
  constraint!: string | null;
  /** A partition's share of an index of its parent. */
  fromParent!: boolean;
  /** Null for the database's default. */
  tablespace!: string | null;
  /** Storage parameters, `name=value`. */
  options!: string[];
  /** Of columns that have one of their own, expressions mostly: `number=target`. */
  statisticsTargets!: string[];
  comment!: string | null;
  /** Bytes; null while the relation is locked. */
  @ApiProperty({ type: 'integer', nullable: true })
  bytes!: number | null;
}

export type CatalogFiring = 'origin' | 'replica' | 'always' | 'disabled';

export class CatalogTriggerDto {
  name!: string;
  /** Null while the relation is locked. */
  definition!: string | null;
  @ApiProperty({ type: 'string', enum: ['origin', 'replica', 'always', 'disabled'] })
  fires!: CatalogFiring;
  function!: CatalogNameDto;
  /** A partition's share of a trigger of its parent. */
  fromParent!: boolean;
  comment!: string | null;
}

export class CatalogRuleDto {
  name!: string;
  /** Null while the relation is locked. */
  definition!: string | null;
  @ApiProperty({ type: 'string', enum: ['origin', 'replica', 'always', 'disabled'] })
  fires!: CatalogFiring;
  comment!: string | null;
}

export class CatalogPolicyDto {
  name!: string;
  /** Permissive policies widen, restrictive ones narrow. */
  permissive!: boolean;
  @ApiProperty({ type: 'string', enum: ['all', 'select', 'insert', 'update', 'delete'] })
  command!: 'all' | 'select' | 'insert' | 'update' | 'delete';
  /** Empty for everybody. */
  roles!: string[];
  /** Null when there is none, and while the relation is locked. */
  using!: string | null;
  check!: string | null;
  /** The caller is one of the roles. */
  appliesToMe!: boolean;
  comment!: string | null;
}

export class CatalogStatisticsDto {
  schema!: string;
  name!: string;
  /** Null while the relation is locked. */
  definition!: string | null;
  @ApiProperty({ type: 'integer', nullable: true })
  target!: number | null;
  comment!: string | null;
}

/** A parent or a child, by inheritance or as a partition. */
export class CatalogRelativeDto extends CatalogNameDto {
  /** Of a partition: FOR VALUES …; null while it is locked. */
  bound!: string | null;
}

/** Bytes. */
export class CatalogSizesDto {
  /** With long values, maps of free space and of visibility. */
  @ApiProperty({ type: 'integer' })
  table!: number;
  @ApiProperty({ type: 'integer' })
  indexes!: number;
  @ApiProperty({ type: 'integer' })
  total!: number;
}
