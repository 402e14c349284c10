import { ApiProperty } from '@nestjs/swagger';
import { CatalogSchemaRightsDto } from './schemas.dto.js';

export const TYPE_KINDS = [
  'base',
  'composite',
  'domain',
  'enum',
  'range',
  'multirange',
  'pseudo',
] as const;
export type TypeKind = (typeof TYPE_KINDS)[number];

export class CatalogTypeDto {
  @ApiProperty({ type: 'integer' })
  oid!: number;
  name!: string;
  @ApiProperty({ enum: TYPE_KINDS, enumName: 'TypeKind' })
  kind!: TypeKind;
  owner!: string;
  comment!: string | null;
  /** The caller may use it for columns. */
  usage!: boolean;
}

export class CatalogTypesDto {
  schema!: CatalogSchemaRightsDto;
  items!: CatalogTypeDto[];
  /** For `after`; null when there is no more. */
  next!: string | null;
}

export class CatalogAttributeDto {
  name!: string;
  type!: string;
  comment!: string | null;
}

export class CatalogDomainCheckDto {
  name!: string;
  definition!: string | null;
  validated!: boolean;
}

export class TypeDescriptionDto extends CatalogTypeDto {
  schema!: CatalogSchemaRightsDto;
  /** Of an enum, in its order. */
  labels!: string[];
  /** Of a composite type. */
  attributes!: CatalogAttributeDto[];
  /** What a domain is made of. */
  baseType!: string | null;
  /** Of a domain. */
  notNull!: boolean;
  /** Of a domain. */
  default!: string | null;
  /** Of a domain. */
  checks!: CatalogDomainCheckDto[];
  /** What a range, or a multirange, has as its bounds. */
  subtype!: string | null;
  /** Something that a definition refers to is locked; the definitions are left out. */
  locked!: boolean;
}
