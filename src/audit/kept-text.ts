import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';

/** Longest text that is kept of a value that came from outside, in characters, before its escapes. */
const KEPT_CHARACTERS = 256;
/** Of `\\u0000`. */
const ESCAPE_LENGTH = 6;

// eslint-disable-next-line no-control-regex -- control characters are what is being escaped
const NEVER_KEPT = /[\u0000-\u001f\u007f\ud800-\udfff]/gu;
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const ONLY_KEPT = /^[^\u0000-\u001f\u007f\ud800-\udfff]*$/u;

/** PostgreSQL's text holds no NUL and no lone surrogate; both are shown as escapes. */
export function keptText(value: string | undefined): string | null {
  return value?.slice(0, KEPT_CHARACTERS).replaceAll(NEVER_KEPT, escapeUnit) ?? null;
}

/** A text as {@link keptText} may have made it, to look for. */
export function IsKeptText(maxLength: number = KEPT_CHARACTERS * ESCAPE_LENGTH): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ minLength: 1, maxLength, required: false }),
    IsString(),
    Length(1, maxLength),
    Matches(ONLY_KEPT, { message: '$property must have no control characters' }),
  );
}

function escapeUnit(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
