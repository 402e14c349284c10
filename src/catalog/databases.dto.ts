import { ApiProperty } from '@nestjs/swagger';

/** A database of the server; names are visible to everybody who may connect to any of them. */
export class CatalogDatabaseDto {
  @ApiProperty({ type: 'integer' })
  oid!: number;
  name!: string;
  owner!: string;
  comment!: string | null;
  encoding!: string;
  collation!: string;
  template!: boolean;
  /** False when nobody may connect to it, whatever their privileges. */
  allowsConnections!: boolean;
  /** The caller may connect to it, as far as privileges go; the server's pg_hba.conf decides, too. */
  connect!: boolean;
  /** The caller may create schemas in it. */
  create!: boolean;
  /** The caller may create temporary tables in it. */
  temporary!: boolean;
}

export class CatalogDatabasesDto {
  items!: CatalogDatabaseDto[];
}

export class CatalogExtensionDto {
  @ApiProperty({ type: 'integer' })
  oid!: number;
  name!: string;
  version!: string;
  owner!: string;
  schema!: string;
  comment!: string | null;
}

export class CatalogExtensionsDto {
  items!: CatalogExtensionDto[];
}
