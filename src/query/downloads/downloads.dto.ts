import { ApiProperty, IntersectionType, OmitType, PickType } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { CsvOptionsDto } from '../encode/csv-options.dto.js';
import type { AnswerFormat } from '../format.js';
import { QueryDto, SessionQueryDto } from '../query.dto.js';

const FORMATS = ['csv', 'ndjson', 'json'] as const satisfies readonly AnswerFormat[];

/** What to run on a database session, and what the file is to be like. */
export class CreateSessionDownloadDto extends IntersectionType(
  OmitType(SessionQueryDto, ['explain']),
  CsvOptionsDto,
) {
  @ApiProperty({ enum: FORMATS, enumName: 'DownloadFormat' })
  @IsIn(FORMATS, { message: `format must be one of ${FORMATS.join(', ')}` })
  format!: AnswerFormat;
}

/** What to run on a connection of its own, and what the file is to be like. */
export class CreateDownloadDto extends IntersectionType(
  CreateSessionDownloadDto,
  PickType(QueryDto, ['database']),
) {
  @ApiProperty({ format: 'uuid' })
  @IsString()
  @MaxLength(100)
  serverId!: string;
}

/** A download that waits to be fetched, once, by whoever asked for it. */
export class DownloadDto {
  /** `<instance>.<UUID>`. */
  id!: string;
  /** The instance of pg-usher that has it, and will run it. */
  instance!: string;
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
