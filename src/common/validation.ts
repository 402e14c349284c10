import { applyDecorators, ValidationPipe } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  type ValidationError,
} from 'class-validator';
import { Problem } from './problem.js';

/**
 * Every body and query goes through this: unknown fields are refused, not dropped, so that nobody
 * believes that a field of theirs had an effect.
 */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    validationError: { target: false },
    exceptionFactory: (errors: ValidationError[]) => {
      const found = errors.flatMap((error) => flatten(error, ''));
      return new Problem('validation-failed', {
        detail: found.map(({ detail }) => `${detail}.`).join(' '),
        owner: 'user',
        errors: found,
      });
    },
  });
}

const MAX_NAME = 64;

/** What is repeated of the name of a field that nobody here has heard of. */
export function shownName(name: string): string {
  return name.slice(0, MAX_NAME);
}

/** A field that is at fault. */
export interface FieldFault {
  /** RFC 6901. */
  readonly pointer: string;
  readonly detail: string;
}

/** The JSON pointer (RFC 6901) to a field of what `parent` points to. */
export function pointerTo(name: string, parent = ''): string {
  return `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** One sentence for a field that is missing or unknown, else one for each rule that it breaks. */
function ownDetails({ property, constraints = {}, value }: ValidationError): string[] {
  if ('whitelistValidation' in constraints) return [`${shownName(property)} is not known here`];
  const broken = Object.values(constraints);
  return value === undefined && broken.length > 0 ? [`${property} is missing`] : broken;
}

/** Depth first. */
function flatten(error: ValidationError, parent: string): FieldFault[] {
  const pointer = pointerTo(error.property, parent);
  const own = ownDetails(error).map((detail) => ({ pointer, detail }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, pointer))];
}

/** May be left out. Unlike `@IsOptional()` it does not let null pass as "left out". */
export function MayBeLeftOut(): PropertyDecorator {
  return ValidateIf((_object, value: unknown) => value !== undefined);
}

const MAX_SEARCH = 200;
const SEARCH_TEXT = /^[^\0\p{Cs}]*$/u;

/** What is looked for in names and texts; may be left out. 1 to 200 characters. */
export function IsSearchText(): PropertyDecorator {
  const pattern = SEARCH_TEXT.source;
  return applyDecorators(
    ApiProperty({ minLength: 1, maxLength: MAX_SEARCH, pattern, required: false }),
    MayBeLeftOut(),
    IsString(),
    Length(1, MAX_SEARCH),
    Matches(SEARCH_TEXT, { message: '$property must be well-formed text without NUL' }),
  );
}

/** How much of a list to give; may be left out. The field's own default is `usual`. */
export function IsPageLimit(usual: number, most: number): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: 'integer', minimum: 1, maximum: most, default: usual, required: false }),
    MayBeLeftOut(),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(most),
  );
}
