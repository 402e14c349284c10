import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsString, Length, Matches, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '../../common/validation.js';

const DELIMITERS = [',', ';', '\t', '|', 'tab'] as const;

/** In a query string everything is text. */
function IsFlag(): PropertyDecorator {
  const toBoolean = Transform(({ value }: { readonly value: unknown }) =>
    value === 'true' || value === 'false' ? value === 'true' : value,
  );
  const isBoolean = IsBoolean({ message: '$property must be true or false' });
  return (target, property) => {
    toBoolean(target, property);
    isBoolean(target, property);
  };
}

/** How an answer is written that is kept as a file. All but `filename` are for text/csv. */
export class CsvOptionsDto {
  /** Between two values; `tab` is a tab character. */
  @ApiProperty({ enum: DELIMITERS, enumName: 'CsvDelimiter', required: false, default: ',' })
  @MayBeLeftOut()
  @IsIn(DELIMITERS, { message: 'delimiter must be one of , ; | and tab' })
  delimiter?: (typeof DELIMITERS)[number];

  /** Whether the first line is the columns' names: true unless Accept says `header=absent`. */
  @MayBeLeftOut()
  @IsFlag()
  header?: boolean;

  /** Begins with a byte order mark, by which Excel knows UTF-8. False when left out. */
  @MayBeLeftOut()
  @IsFlag()
  bom?: boolean;

  /**
   * Puts an apostrophe before what a spreadsheet would take for a formula: texts that begin with
   * `=`, `+`, `-`, `@`, a tab or a line end, but not plain numbers like -5. It changes the data, so it
   * is for files that are opened in a spreadsheet. False when left out.
   */
  @MayBeLeftOut()
  @IsFlag()
  escapeFormulas?: boolean;

  /** What stands for NULL; nothing when left out. The same text as a value is put in quotes. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(32)
  @Matches(/^[^,;|"\p{Cc}]*$/u, {
    message: 'null must have no delimiter, quote or control character',
  })
  null?: string;

  /** The name that a browser gives the download; the format's extension is put on where it is missing. */
  @MayBeLeftOut()
  @IsString()
  @Length(1, 200)
  @Matches(/^\P{Cc}*$/u, { message: 'filename must have no control character' })
  filename?: string;
}
