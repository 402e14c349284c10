import { ApiProperty, OmitType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateBy,
} from 'class-validator';
import { MayBeLeftOut } from '../../common/validation.js';
import { IsDatabaseName } from '../../connection/database-name.js';
import { NoticeDto } from '../query.dto.js';
import { nameFault } from './copy-statement.js';
import { recordValues } from './csv-scanner.js';
import { MAX_COLUMNS } from './json-row.js';

const HEADERS = ['true', 'false', 'match'] as const;

/** In a query string everything is text. */
function toFlag(value: unknown): unknown {
  return value === 'true' || value === 'false' ? value === 'true' : value;
}

/** A comma list, in which a name may stand in double quotes; repeated, each is one name or more. */
function toNames(value: unknown): unknown {
  const lists = Array.isArray(value) ? value : [value];
  return lists.flatMap((list: unknown) => (typeof list === 'string' ? namesIn(list) : [list]));
}

function namesIn(list: string): string[] {
  return recordValues(list, { delimiter: ',', quote: '"', escape: '"', null: '' });
}

/** The name of a table, schema or column as it is, without quotes: 1 to 63 bytes, any character. */
function IsName(each: boolean): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isName',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && nameFault(value) === undefined,
        defaultMessage: () => `$property must be ${each ? 'names' : 'a name'} of 1 to 63 bytes`,
      },
    },
    { each },
  );
}

/** Where the rows go, and how they are written. */
export class CopyQueryDto {
  /** As it is in PostgreSQL's catalog, without quotes: `Orders` is not `orders`. */
  @IsName(false)
  table!: string;

  /** Where the table is; by the `search_path` when left out. */
  @MayBeLeftOut()
  @IsName(false)
  schema?: string;

  /**
   * The columns of the values, in order: `a,b`, or `columns=a&columns=b`; a name with a comma stands
   * in double quotes. When left out, the header says it, or the keys of the first object.
   */
  @ApiProperty({ type: 'array', items: { type: 'string' }, required: false })
  @MayBeLeftOut()
  @Transform(({ value }: { readonly value: unknown }) => toNames(value))
  @IsArray()
  @ArrayMaxSize(MAX_COLUMNS)
  @IsName(true)
  columns?: string[];

  /** The database to open; the definition's maintenance database when left out. */
  @MayBeLeftOut()
  @IsString()
  @IsDatabaseName()
  database?: string;

  /**
   * Whether CSV begins with a header. `match`: its names must be those of the columns, in order. True
   * when left out, unless the Content-Type says `header=absent`.
   */
  @ApiProperty({ enum: HEADERS, enumName: 'CopyHeader', required: false })
  @MayBeLeftOut()
  @IsIn(HEADERS)
  header?: (typeof HEADERS)[number];

  /** Between two values of CSV; one ASCII character, or `tab`. */
  @ApiProperty({ type: 'string', required: false, default: ',' })
  @MayBeLeftOut()
  @Matches(/^(?:tab|\t|[ -~])$/, { message: 'delimiter must be one ASCII character, or tab' })
  delimiter?: string;

  /**
   * Around a value of CSV; one ASCII character. A dot or a backslash it is not: PostgreSQL up to 17
   * takes a line that is `\.` for the end of the data, also where that is a quote and a dot.
   */
  @ApiProperty({ type: 'string', required: false, default: '"' })
  @MayBeLeftOut()
  @Matches(/^[!-~]$/, { message: 'quote must be one ASCII character' })
  @Matches(/^[^.\\]$/, { message: 'quote must not be a dot or a backslash' })
  quote?: string;

  /** Before a quote within quotes; the quote itself when left out. */
  @ApiProperty({ type: 'string', required: false })
  @MayBeLeftOut()
  @Matches(/^[!-~]$/, { message: 'escape must be one ASCII character' })
  escape?: string;

  /** What stands for NULL in CSV where it is not in quotes; nothing when left out. */
  @ApiProperty({ type: 'string', required: false, default: '' })
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  @Matches(/^\P{Cc}*$/u, { message: 'null must have no control character' })
  null?: string;

  /** Does everything, deferred constraints included, and then undoes it. */
  @ApiProperty({ type: 'boolean', required: false, default: false })
  @MayBeLeftOut()
  @Transform(({ value }: { readonly value: unknown }) => toFlag(value))
  @IsBoolean({ message: 'dryRun must be true or false' })
  dryRun?: boolean;

  /** Milliseconds after which the copy is given up. */
  @ApiProperty({ type: 'integer', required: false })
  @MayBeLeftOut()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  timeoutMs?: number;
}

/** On a pinned connection, which has its database. */
export class SessionCopyQueryDto extends OmitType(CopyQueryDto, ['database']) {}

/** What was copied; or in a dry run, what would have been. */
export class CopyAnswerDto {
  executionId!: string;
  /** As it was asked for. */
  table!: string;
  @ApiProperty({ type: 'integer' })
  rows!: number;
  /** Of the body. */
  @ApiProperty({ type: 'integer' })
  bytes!: number;
  dryRun!: boolean;
  /** True when the rows are there for good. */
  committed!: boolean;
  @ApiProperty({ type: 'integer' })
  durationMs!: number;
  notices!: NoticeDto[];
  @ApiProperty({ enum: ['idle', 'in transaction', 'failed'] })
  transactionStatus!: 'idle' | 'in transaction' | 'failed';
}
