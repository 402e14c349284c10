import { ApiProperty } from '@nestjs/swagger';
import { FUNCTION_KINDS, type FunctionKind } from './functions.dto.js';
import { RELATION_KINDS, type RelationKind } from './relation-kinds.js';

export class CompletionRelationDto {
  schema!: string;
  name!: string;
  @ApiProperty({ enum: RELATION_KINDS, enumName: 'RelationKind' })
  kind!: RelationKind;
  /** The caller may read all of it or some columns. */
  select!: boolean;
  /** Name and type of each; null where they were too many: ask for the relation itself. */
  @ApiProperty({
    type: 'array',
    nullable: true,
    items: { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 2 },
  })
  columns!: string[][] | null;
}

export class CompletionFunctionDto {
  schema!: string;
  name!: string;
  @ApiProperty({ enum: FUNCTION_KINDS, enumName: 'FunctionKind' })
  kind!: FunctionKind;
  arguments!: string;
  /** Null for a procedure. */
  result!: string | null;
}

/** What an editor proposes: what is in the schemas that the caller may use. */
export class CompletionDto {
  database!: string;
  /** Names that need no schema are looked for here, in this order, after `pg_catalog`. */
  searchPath!: string[];
  schemas!: string[];
  /** In the order of the search path; PostgreSQL's own last. */
  relations!: CompletionRelationDto[];
  functions!: CompletionFunctionDto[];
  /** There is more than is given here: ask again with `schema` or `prefix`. */
  truncated!: boolean;
}
