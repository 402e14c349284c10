/** A part of a shown text: as it is in the value, or a sign that stands for something invisible. */
export interface TextPart {
  readonly text: string;
  readonly isSign: boolean;
}

/**
 * What cannot be seen, or would move other text about: control characters (C0, DEL, C1), the marks,
 * embeddings, overrides and isolates of bidirectional text (UAX #9), spaces of no width, line and
 * paragraph separators, tags, and halves of surrogate pairs. The joiners U+200C and U+200D stay: scripts
 * and emoji need them.
 */
const INVISIBLE =
  /\r\n|[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

const QUICK_LOOK =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Surrogate}\u{e0000}-\u{e007f}]/u;

/** The text in parts, with signs for what is invisible in it; one part when there is none. */
export function visibleParts(text: string): readonly TextPart[] {
  if (!QUICK_LOOK.test(text)) return [{ text, isSign: false }];
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(INVISIBLE)) {
    if (index > from) parts.push({ text: text.slice(from, index), isSign: false });
    parts.push({ text: signOf(found), isSign: true });
    from = index + found.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isSign: false });
  return parts;
}

/** The same as one text, for names and titles. */
export function visibleText(text: string): string {
  return visibleParts(text)
    .map((part) => part.text)
    .join('');
}

/** A text of several lines: as `visibleText`, but its line ends and tabs stay as they are. */
export function undisguised(text: string): string {
  if (!QUICK_LOOK.test(text)) return text;
  return text.replace(INVISIBLE, (found) => (/[\t\r\n]/.test(found) ? found : signOf(found)));
}

function signOf(found: string): string {
  if (found === '\n' || found === '\r\n') return found === '\n' ? '↵' : '␍↵';
  if (found === '\t') return '⇥';
  const code = found.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}

/** The first `limit` UTF-16 units, or one less where a character would be cut in two. */
export function startOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
