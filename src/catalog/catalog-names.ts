import { ValidateBy, type ValidationOptions } from 'class-validator';

/** PostgreSQL cuts identifiers after 63 bytes (NAMEDATALEN). */
const MAX_NAME_BYTES = 63;
const MAX_OID = 4_294_967_295;

/** A name that an object of a database can have, or a part of one: 1 to 63 bytes, and no NUL. */
export function isObjectName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    Buffer.byteLength(value) <= MAX_NAME_BYTES &&
    !value.includes('\0') &&
    value.isWellFormed()
  );
}

export function IsObjectName(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = (): string => '$property must be 1 to 63 bytes without NUL';
  return ValidateBy(
    { name: 'isObjectName', validator: { validate: isObjectName, defaultMessage } },
    options,
  );
}

/** An oid as text: 1 to 4,294,967,295. */
export function isOid(value: unknown): value is string {
  return typeof value === 'string' && /^[1-9]\d{0,9}$/.test(value) && Number(value) <= MAX_OID;
}

export function IsOid(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = (): string => '$property must be an oid';
  return ValidateBy({ name: 'isOid', validator: { validate: isOid, defaultMessage } }, options);
}

/** Where a list of functions goes on: an oid, a colon and a name. */
export function IsFunctionCursor(options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown): boolean => {
    const [, oid, name] = typeof value === 'string' ? (/^(\d+):(.+)$/s.exec(value) ?? []) : [];
    return isOid(oid) && isObjectName(name);
  };
  const defaultMessage = (): string => '$property must be the next of an answer';
  return ValidateBy({ name: 'isFunctionCursor', validator: { validate, defaultMessage } }, options);
}
