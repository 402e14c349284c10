import { ApiProperty } from '@nestjs/swagger';
import {
  CatalogColumnDto,
  CatalogConstraintDto,
  CatalogIndexDto,
  CatalogPolicyDto,
  CatalogReferrerDto,
  CatalogRelativeDto,
  CatalogRuleDto,
  CatalogSequenceDto,
  CatalogSizesDto,
  CatalogStatisticsDto,
  CatalogTriggerDto,
} from './relation-parts.dto.js';
import { CatalogPrivilegesDto, CatalogSomeColumnsDto } from './relations.dto.js';
import { RELATION_KINDS, type RelationKind } from './relation-kinds.js';
import { CatalogSchemaRightsDto } from './schemas.dto.js';

export type CatalogPersistence = 'permanent' | 'unlogged' | 'temporary';
export type CatalogReplicaIdentity = 'default' | 'nothing' | 'full' | 'index';

/** Everything about one relation but its rows, as far as the caller may know it. */
export class RelationDescriptionDto {
  @ApiProperty({ type: 'integer' })
  oid!: number;
  schema!: CatalogSchemaRightsDto;
  name!: string;
  @ApiProperty({ enum: RELATION_KINDS, enumName: 'RelationKind' })
  kind!: RelationKind;
  owner!: string;
  comment!: string | null;
  @ApiProperty({ type: 'string', enum: ['permanent', 'unlogged', 'temporary'] })
  persistence!: CatalogPersistence;
  /** `heap` and its like; null for what has none. */
  accessMethod!: string | null;
  /** Null for the database's default. */
  tablespace!: string | null;
  /** Storage parameters, `name=value`; those of long values begin with `toast.`. */
  options!: string[];
  /** The composite type that the table is made of; null for other tables. */
  ofType!: string | null;
  @ApiProperty({ type: 'string', enum: ['default', 'nothing', 'full', 'index'] })
  replicaIdentity!: CatalogReplicaIdentity;
  /** As of the last VACUUM or ANALYZE; null when there was none, and for what holds no rows. */
  @ApiProperty({ type: 'integer', nullable: true })
  estimatedRows!: number | null;
  /** Null while the relation is locked. */
  sizes!: CatalogSizesDto | null;

  privileges!: CatalogPrivilegesDto;
  onSomeColumns!: CatalogSomeColumnsDto;
  /** Row security is switched on. */
  rowSecurity!: boolean;
  /** Row security holds for the owner, too. */
  rowSecurityForced!: boolean;
  /** The caller's own statements are under row security: they see and change what policies let them. */
  rowSecurityApplies!: boolean;
  policies!: CatalogPolicyDto[];

  columns!: CatalogColumnDto[];
  /** The columns of the primary key; null when there is none. */
  primaryKey!: string[] | null;
  constraints!: CatalogConstraintDto[];
  referencedBy!: CatalogReferrerDto[];
  indexes!: CatalogIndexDto[];
  triggers!: CatalogTriggerDto[];
  rules!: CatalogRuleDto[];
  statistics!: CatalogStatisticsDto[];

  /** A partition of another relation. */
  partition!: boolean;
  /** Of a partitioned table: RANGE (…) and its like. */
  partitionKey!: string | null;
  /** Of a partition: FOR VALUES … */
  partitionBound!: string | null;
  parents!: CatalogRelativeDto[];
  children!: CatalogRelativeDto[];

  /** Of a view. */
  definition!: string | null;
  /** False for a materialized view that was never refreshed; true for everything else. */
  populated!: boolean;
  /** Of a foreign table. */
  foreignServer!: string | null;
  foreignOptions!: string[];
  /** Of a sequence. */
  sequence!: CatalogSequenceDto | null;
  /** Of the columns of a table. */
  ownedSequences!: CatalogSequenceDto[];

  /** Statements that make the relation again, without owner and grants; null while it is locked. */
  ddl!: string | null;
  /**
   * Somebody holds an ACCESS EXCLUSIVE lock on the relation, or on one that it refers to:
   * expressions, definitions and sizes are left out.
   */
  locked!: boolean;
  /** Lists that hold their first 1,000 entries only. */
  truncated!: string[];
}
