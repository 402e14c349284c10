import { ApiProperty } from '@nestjs/swagger';

/** What the caller may do in a schema. */
export class CatalogSchemaRightsDto {
  name!: string;
  /** Without it nothing in the schema can be used, whatever the privileges on it are. */
  usage!: boolean;
  /** May create objects in it. */
  create!: boolean;
}

export class CatalogSchemaDto extends CatalogSchemaRightsDto {
  @ApiProperty({ type: 'integer' })
  oid!: number;
  owner!: string;
  comment!: string | null;
  /** PostgreSQL's own. */
  system!: boolean;
  /** The place in the caller's search path, from 1; null when it is not on it. */
  @ApiProperty({ type: 'integer', nullable: true })
  searchPathPosition!: number | null;
}

export class CatalogSchemasDto {
  items!: CatalogSchemaDto[];
  /** For `after`; null when there is no more. */
  next!: string | null;
}
