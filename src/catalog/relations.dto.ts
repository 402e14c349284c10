import { ApiProperty } from '@nestjs/swagger';
import { RELATION_KINDS, type RelationKind } from './relation-kinds.js';
import { CatalogSchemaRightsDto } from './schemas.dto.js';

/** Privileges of the caller on a whole relation, by PostgreSQL's own functions. */
export class CatalogPrivilegesDto {
  select!: boolean;
  insert!: boolean;
  update!: boolean;
  delete!: boolean;
  truncate!: boolean;
  references!: boolean;
  trigger!: boolean;
  /** Null before PostgreSQL 17, which has no such privilege. */
  maintain!: boolean | null;
}

/** Privileges of the caller on the relation or on at least one column of it. */
export class CatalogSomeColumnsDto {
  select!: boolean;
  insert!: boolean;
  update!: boolean;
  references!: boolean;
}

export class CatalogRelationDto {
  @ApiProperty({ type: 'integer' })
  oid!: number;
  name!: string;
  @ApiProperty({ enum: RELATION_KINDS, enumName: 'RelationKind' })
  kind!: RelationKind;
  owner!: string;
  comment!: string | null;
  /** A partition of another relation. */
  partition!: boolean;
  /** Row security is switched on. */
  rowSecurity!: boolean;
  /** As of the last VACUUM or ANALYZE; null when there was none, and for what holds no rows. */
  @ApiProperty({ type: 'integer', nullable: true })
  estimatedRows!: number | null;
  /** Bytes of the rows without indexes and long values, as of the last VACUUM or ANALYZE. */
  @ApiProperty({ type: 'integer', nullable: true })
  estimatedBytes!: number | null;
  privileges!: CatalogPrivilegesDto;
  onSomeColumns!: CatalogSomeColumnsDto;
}

export class CatalogRelationsDto {
  schema!: CatalogSchemaRightsDto;
  items!: CatalogRelationDto[];
  /** For `after`; null when there is no more. */
  next!: string | null;
}
