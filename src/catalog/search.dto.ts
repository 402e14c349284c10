import { ApiProperty } from '@nestjs/swagger';
import { SEARCH_KINDS, type SearchKind } from './search-kinds.js';

/** Something whose name contains what was looked for. */
export class SearchHitDto {
  @ApiProperty({ enum: SEARCH_KINDS, enumName: 'SearchKind' })
  kind!: SearchKind;
  /** Of the object; of a column: of its relation. */
  @ApiProperty({ type: 'integer' })
  oid!: number;
  schema!: string;
  name!: string;
  /** Of a column: its relation. */
  relation!: string | null;
  /** Arguments of a function, type of a column, kind of a relation. */
  detail!: string | null;
  @ApiProperty({ type: 'string', enum: ['exact', 'prefix', 'part'] })
  match!: 'exact' | 'prefix' | 'part';
  /** The caller may use the schema; names are visible to everybody. */
  schemaUsage!: boolean;
}

export class SearchAnswerDto {
  /** The best first: whole names, beginnings, parts; PostgreSQL's own schemas behind others. */
  items!: SearchHitDto[];
  /** There is more than the limit lets through. */
  truncated!: boolean;
}
