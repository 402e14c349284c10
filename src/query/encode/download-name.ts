import type { AnswerFormat } from '../format.js';

/** The first is put on where the name has none of them. */
const EXTENSIONS: Record<AnswerFormat, readonly string[]> = {
  csv: ['.csv', '.tsv', '.txt'],
  json: ['.json'],
  ndjson: ['.ndjson', '.jsonl'],
};

/** Bytes of UTF-8 that the name may have without its extension; file systems take 255 in all. */
const MAX_STEM_BYTES = 200;

/** Devices of Windows, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * The Content-Disposition of a download (RFC 6266, with the encoding of RFC 8187): `filename*` has the
 * name, and `filename` one in ASCII for those who do not read the other.
 *
 * The name is made safe first. Nothing of it can end the header or lead to another folder; direction
 * marks, by which `gnp.exe` reads as `exe.png`, are dropped; the extension is one of the format's, so
 * that a download opens as data and not as a program.
 */
export function contentDisposition(filename: string, format: AnswerFormat): string {
  const name = safeName(filename, format);
  const ascii = asciiOf(name);
  const plain = `attachment; filename="${ascii}"`;
  return ascii === name ? plain : `${plain}; filename*=UTF-8''${percentEncoded(name)}`;
}

function safeName(filename: string, format: AnswerFormat): string {
  const name = filename
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[<>:"/\\|?*]/g, '_')
    .replaceAll(/\s+/g, ' ')
    // Control and format characters (direction, zero width), line and paragraph separators.
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
  const extensions = EXTENSIONS[format];
  const bare = trimmed(name);
  const given = extensions.find((extension) => bare.toLowerCase().endsWith(extension));
  const stem = given === undefined ? bare : bare.slice(0, -given.length);
  const cut = trimmed(firstBytes(stem, MAX_STEM_BYTES));
  const safe = cut === '' ? 'query' : cut;
  return `${DEVICE.test(safe) ? '_' : ''}${safe}${given ?? extensions[0] ?? ''}`;
}

/** Without what hides a file or is an option at the beginning, and what Windows drops at the end. */
function trimmed(name: string): string {
  return name.replace(/^[\s.~-]+/, '').replace(/[\s.]+$/, '');
}

/** As many characters as take no more than so many bytes. */
function firstBytes(text: string, bytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}

/** Letters lose their marks, others become `_`; so does `%`, which some readers decode here. */
function asciiOf(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]/gu, '_')
    .replaceAll(/["\\/%]/g, '_');
}

/** RFC 8187, section 3.2.1: `'`, `(`, `)` and `*` are encoded, too. */
function percentEncoded(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
