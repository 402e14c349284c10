import { ApiProperty, IntersectionType, OmitType } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../../common/validation.js';
import { CsvOptionsDto } from '../encode/csv-options.dto.js';
import type { AnswerFormat } from '../format.js';
import { QueryDto } from '../query.dto.js';

const FORMATS = ['csv', 'ndjson', 'json'] as const satisfies readonly AnswerFormat[];

/** What to run, where, and what the file is to be like. */
export class CreateDownloadDto extends IntersectionType(
  OmitType(QueryDto, ['explain']),
  CsvOptionsDto,
) {
  /** The server, for a connection of its own; or else `databaseSessionId`. */
  @ApiProperty({ format: 'uuid', required: false })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  serverId?: string;

  /** The database session to run it on, which has its database. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  databaseSessionId?: string;

  @ApiProperty({ enum: FORMATS, enumName: 'DownloadFormat' })
  @IsIn(FORMATS, { message: `format must be one of ${FORMATS.join(', ')}` })
  format!: AnswerFormat;
}

/** A download that waits to be fetched, once, by whoever asked for it. */
export class DownloadDto {
  /** `<instance>.<UUID>`. */
  id!: string;
  /** The id that the run will have: see GET /executions/{id}, which has it once it has begun. */
  @ApiProperty({ format: 'uuid' })
  executionId!: string;
  /** Where a form is to be posted to, on this origin. */
  @ApiProperty({ example: '/api/v1/downloads/usher.0d6ab0a7-5b0c-4a5e-9a58-1c3c4b6f8a55' })
  url!: string;
  /** It must have begun by then. */
  @ApiProperty({ type: 'string', format: 'date-time' })
  expiresAt!: string;
}
