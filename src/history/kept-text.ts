import { detached } from '../common/detached.js';

/** The most that is kept of a text, in bytes of UTF-8. */
export const MAX_SQL_BYTES_KEPT = 64 * 1024;
/** The most that is kept of a message, in characters. */
export const MAX_ERROR_KEPT = 1000;

/** The beginning of a text, at most so many bytes of UTF-8 and no part of a character. */
export function cutToBytes(text: string, bytes: number): { text: string; cut: boolean } {
  // No character of UTF-16 takes more than three bytes.
  if (text.length * 3 <= bytes) return { text, cut: false };
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes));
  return read === text.length ? { text, cut: false } : { text: beginning(text, read), cut: true };
}

/** The first so many characters of a message. */
export function cutMessage(message: string): string {
  return message.length > MAX_ERROR_KEPT ? beginning(message, MAX_ERROR_KEPT) : message;
}

/** PostgreSQL's text holds no NUL and no lone surrogate. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/** Not in two halves of a character, and without the rest of the text in memory. */
function beginning(text: string, length: number): string {
  const code = text.charCodeAt(length - 1);
  const isHalf = code >= 0xd800 && code <= 0xdbff;
  return detached(text.slice(0, isHalf ? length - 1 : length));
}
