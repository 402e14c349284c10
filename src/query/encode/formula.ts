const SPACE = 0x20;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
/** `=`, `+`, `-`, `@`, and the line and tab characters that spreadsheets skip. */
const TRIGGERS: ReadonlySet<number> = new Set([0x3d, PLUS, MINUS, 0x40, 0x09, 0x0a, 0x0d]);
/** The same as full-width characters (U+FF1D, U+FF0B, U+FF0D, U+FF20), which Japanese locales take. */
const WIDE_TRIGGERS: ReadonlySet<number> = new Set([0xefbc9d, 0xefbc8b, 0xefbc8d, 0xefbca0]);

/**
 * Whether a spreadsheet may take the text for a formula: it begins with one of the characters that
 * OWASP names ("CSV Injection"; ASVS 5.0, 1.2.10), spaces before it aside, and is no plain number.
 * `-5` and `+1.5e3` are what a numeric column holds, and a spreadsheet reads no more than a number
 * in them; `-5+cmd` and `-Infinity` are none.
 *
 * @param from where the text begins
 * @param end behind its last byte
 */
export function isFormula(text: DataView, from: number, end: number): boolean {
  let at = from;
  while (at < end && text.getUint8(at) === SPACE) at += 1;
  if (at === end) return false;
  const first = text.getUint8(at);
  if (first === 0xef) {
    return end - at >= 3 && WIDE_TRIGGERS.has((first << 16) | text.getUint16(at + 1));
  }
  if (!TRIGGERS.has(first)) return false;
  return (first !== PLUS && first !== MINUS) || !isPlainNumber(text, at + 1, end);
}

/** Digits with at most one point, then perhaps an exponent; the sign has been read. */
function isPlainNumber(text: DataView, from: number, end: number): boolean {
  const whole = skipDigits(text, from, end);
  const isPoint = whole < end && text.getUint8(whole) === POINT;
  const fraction = isPoint ? skipDigits(text, whole + 1, end) : whole;
  const digits = fraction - from - (isPoint ? 1 : 0);
  if (digits === 0) return false;
  if (fraction === end) return true;
  // E or e
  if ((text.getUint8(fraction) | 0x20) !== 0x65) return false;
  let exponent = fraction + 1;
  if (exponent < end && [PLUS, MINUS].includes(text.getUint8(exponent))) exponent += 1;
  return exponent < end && skipDigits(text, exponent, end) === end;
}

function skipDigits(text: DataView, from: number, end: number): number {
  let at = from;
  while (at < end && text.getUint8(at) >= 0x30 && text.getUint8(at) <= 0x39) at += 1;
  return at;
}
