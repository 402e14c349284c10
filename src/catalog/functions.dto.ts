import { ApiProperty } from '@nestjs/swagger';
import { CatalogSchemaRightsDto } from './schemas.dto.js';

export const FUNCTION_KINDS = ['function', 'procedure', 'aggregate', 'window'] as const;
export type FunctionKind = (typeof FUNCTION_KINDS)[number];

export class CatalogFunctionDto {
  @ApiProperty({ type: 'integer' })
  oid!: number;
  name!: string;
  @ApiProperty({ enum: FUNCTION_KINDS, enumName: 'FunctionKind' })
  kind!: FunctionKind;
  /** With names, modes and defaults, as in CREATE FUNCTION. */
  arguments!: string;
  /** Null for a procedure. */
  result!: string | null;
  language!: string;
  owner!: string;
  comment!: string | null;
  /** Runs with the privileges of its owner. */
  securityDefiner!: boolean;
  /** The caller may run it. */
  execute!: boolean;
}

export class CatalogFunctionsDto {
  schema!: CatalogSchemaRightsDto;
  items!: CatalogFunctionDto[];
  /** For `after`; null when there is no more. */
  next!: string | null;
}

export class FunctionDescriptionDto extends CatalogFunctionDto {
  schema!: CatalogSchemaRightsDto;
  /** What tells it from others of the same name, as DROP FUNCTION takes it. */
  identityArguments!: string;
  @ApiProperty({ type: 'string', enum: ['immutable', 'stable', 'volatile'] })
  volatility!: 'immutable' | 'stable' | 'volatile';
  @ApiProperty({ type: 'string', enum: ['safe', 'restricted', 'unsafe'] })
  parallel!: 'safe' | 'restricted' | 'unsafe';
  /** NULL in, NULL out, without a call. */
  strict!: boolean;
  leakproof!: boolean;
  /** Settings for the time of a call, `name=value`. */
  settings!: string[];
  /** CREATE OR REPLACE …; null for aggregates, and while a relation that it reads is locked. */
  definition!: string | null;
  /** Somebody holds an ACCESS EXCLUSIVE lock on a relation that the definition refers to. */
  locked!: boolean;
}
