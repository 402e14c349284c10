import { ValidateBy, type ValidationOptions } from 'class-validator';

const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:Z|([+-])(\d\d):(\d\d))$/i;

/** In UTC, since an offset may lead out of the years that have four digits. */
const FIRST_YEAR = 1;
const LAST_YEAR = 9999;

/**
 * A moment by RFC 3339, section 5.6, of the years 1 to 9999, to the microsecond, as PostgreSQL keeps
 * it. A leap second is the first of the next minute, as there.
 *
 * @returns the same moment in UTC, `2026-11-26T08:30:00.000000Z`; undefined for any other text
 */
export function readInstant(text: string): string | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  const [fraction = '', sign, ...offset] = match.slice(7);
  const [offsetHour = 0, offsetMinute = 0] = sign === undefined ? [] : offset.map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 0) - 1, day);
  const isDay = date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  if (!isDay || !isClock(hour, minute, second) || !isClock(offsetHour, offsetMinute)) {
    return undefined;
  }
  const away = (sign === '-' ? 1 : -1) * (offsetHour * 60 + offsetMinute);
  date.setUTCHours(hour ?? 0, (minute ?? 0) + away, second);
  if (date.getUTCFullYear() < FIRST_YEAR || date.getUTCFullYear() > LAST_YEAR) return undefined;
  return `${date.toISOString().slice(0, 19)}.${fraction.padEnd(6, '0')}Z`;
}

function isClock(hour = 0, minute = 0, second = 0): boolean {
  return hour <= 23 && minute <= 59 && second <= 60;
}

export function IsInstant(options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown): boolean =>
    typeof value === 'string' && readInstant(value) !== undefined;
  const defaultMessage = (): string =>
    '$property must be a moment like 2026-11-26T08:30:00Z or 2026-11-26T09:30:00.25+01:00 (in an address + is %2B)';
  return ValidateBy({ name: 'isInstant', validator: { validate, defaultMessage } }, options);
}
