import { ValidateBy, type ValidationOptions } from 'class-validator';

/**
 * A database name that PostgreSQL reads as it is written: 1 to 63 bytes, no control characters.
 * A longer one would be cut without a word, and one with a NUL would begin another parameter.
 */
export function isDatabaseName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    Buffer.byteLength(value) <= 63 &&
    value.isWellFormed() &&
    // eslint-disable-next-line no-control-regex -- control characters are what is refused
    !/[\u0000-\u001f\u007f]/.test(value)
  );
}

export function IsDatabaseName(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isDatabaseName',
      validator: {
        validate: isDatabaseName,
        defaultMessage: () => '$property must be 1 to 63 bytes without control characters',
      },
    },
    options,
  );
}
