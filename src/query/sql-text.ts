import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Bytes of SQL text in UTF-8 that one request may carry. */
export const MAX_SQL_BYTES = 256 * 1024;

/**
 * Text that PostgreSQL can take: well-formed (a lone surrogate has no UTF-8), no NUL (texts are
 * NUL-terminated in the protocol, so the rest would be lost), at most 256 KiB.
 */
export function isSqlText(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.isWellFormed() &&
    !value.includes('\0') &&
    Buffer.byteLength(value) <= MAX_SQL_BYTES
  );
}

/** A parameter that has one obvious text: a string that PostgreSQL can take, a number, a boolean. */
export function isTextParam(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  // JSON has read a larger whole number as another one by now.
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
  }
  return value === null || typeof value === 'boolean';
}

export function IsSqlText(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isSqlText',
      validator: {
        validate: isSqlText,
        defaultMessage: () =>
          '$property must be well-formed text without NUL, at most 256 KiB in UTF-8',
      },
    },
    options,
  );
}

export function IsTextParam(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isTextParam',
      validator: {
        validate: isTextParam,
        defaultMessage: () =>
          'each of $property must be null, a boolean, a number, or well-formed text without NUL; a number beyond 2^53 goes as text',
      },
    },
    options,
  );
}

/** Values of one run. */
export const MAX_PARAMS = 1000;
const PARAM_NAME = /^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]{0,62}$/;

/** Names that can stand behind a colon, each with a value that {@link isTextParam} takes. */
export function isNamedParams(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= MAX_PARAMS &&
    entries.every(([name, param]) => PARAM_NAME.test(name) && isTextParam(param))
  );
}

export function IsNamedParams(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isNamedParams',
      validator: {
        validate: isNamedParams,
        defaultMessage: () =>
          '$property must be an object of at most 1,000 names (letters, digits and underscores) with null, booleans, numbers or well-formed texts without NUL; a number beyond 2^53 goes as text',
      },
    },
    options,
  );
}
