import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsString } from 'class-validator';
import { IsPageLimit, MayBeLeftOut } from '../common/validation.js';
import { IsDatabaseName } from '../connection/database-name.js';
import { IsFunctionCursor, IsObjectName, IsOid } from './catalog-names.js';
import { RELATION_KINDS, type RelationKind } from './relation-kinds.js';
import { SEARCH_KINDS, type SearchKind } from './search-kinds.js';

export class ServerPathDto {
  /** The server. */
  @IsString()
  id!: string;
}

export class SchemaPathDto extends ServerPathDto {
  /** The schema's name, as it is: PostgreSQL's quotes are no part of it. */
  @IsObjectName()
  schema!: string;
}

export class RelationPathDto extends SchemaPathDto {
  /** The relation's name, as it is. */
  @IsObjectName()
  relation!: string;
}

export class ObjectPathDto extends ServerPathDto {
  /** The object's oid. */
  @IsOid()
  oid!: string;
}

export class CatalogQueryDto {
  /** The database to look into; the definition's maintenance database when left out. */
  @MayBeLeftOut()
  @IsString()
  @IsDatabaseName()
  database?: string;
}

/** What of a list. */
export class ListQueryDto extends CatalogQueryDto {
  /** Only names that contain this, whatever the case. */
  @MayBeLeftOut()
  @IsObjectName()
  search?: string;

  /** How many to give. */
  @IsPageLimit(200, 1000)
  limit?: number = 200;
}

/** A part of a list, in the order of the names. */
export class PageQueryDto extends ListQueryDto {
  /** `next` of the part before. */
  @MayBeLeftOut()
  @IsObjectName()
  after?: string;
}

export class RelationsQueryDto extends PageQueryDto {
  /** Only relations of these kinds; repeat the parameter for several. */
  @ApiProperty({ enum: RELATION_KINDS, enumName: 'RelationKind', isArray: true, required: false })
  @MayBeLeftOut()
  @Transform(({ value }: { value: unknown }) => [value].flat())
  @IsIn(RELATION_KINDS, { each: true })
  kind?: RelationKind[];
}

export class FunctionsQueryDto extends ListQueryDto {
  /** `next` of the part before. */
  @MayBeLeftOut()
  @IsFunctionCursor()
  after?: string;
}

export class SearchQueryDto extends CatalogQueryDto {
  /** What the name contains, whatever the case. */
  @IsObjectName()
  q!: string;

  /** Only objects of these kinds; repeat the parameter for several. */
  @ApiProperty({ enum: SEARCH_KINDS, enumName: 'SearchKind', isArray: true, required: false })
  @MayBeLeftOut()
  @Transform(({ value }: { value: unknown }) => [value].flat())
  @IsIn(SEARCH_KINDS, { each: true })
  kind?: SearchKind[];

  /** How many to give. */
  @IsPageLimit(50, 200)
  limit?: number = 50;
}

export class CompletionQueryDto extends CatalogQueryDto {
  /** Only this schema; every schema that the caller may use when left out. */
  @MayBeLeftOut()
  @IsObjectName()
  schema?: string;

  /** Only relations and functions whose names begin with this, whatever the case. */
  @MayBeLeftOut()
  @IsObjectName()
  prefix?: string;
}
