const BYTES_PER_LINE = 16;

/** The bytes of a bytea in either of PostgreSQL's forms (`bytea_output` hex and escape). */
export function readBytea(text: string): Uint8Array<ArrayBuffer> {
  return text.startsWith('\\x') ? readHex(text) : readEscaped(text);
}

export function hexLineCount(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / BYTES_PER_LINE);
}

/** As `hexdump -C` has it: where, sixteen bytes, and those of them that are ASCII. */
export function hexLine(bytes: Uint8Array, line: number): string {
  const part = bytes.subarray(line * BYTES_PER_LINE, (line + 1) * BYTES_PER_LINE);
  const pairs = Array.from(part, (byte) => byte.toString(16).padStart(2, '0'));
  const left = pairs.slice(0, 8).join(' ').padEnd(23);
  const right = pairs.slice(8).join(' ').padEnd(23);
  const ascii = Array.from(part, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  ).join('');
  const at = (line * BYTES_PER_LINE).toString(16).padStart(8, '0');
  return `${at}  ${left}  ${right}  |${ascii}|`;
}

function readHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array((text.length - 2) >> 1);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = (nibble(text.charCodeAt(2 + at * 2)) << 4) | nibble(text.charCodeAt(3 + at * 2));
  }
  return bytes;
}

function nibble(unit: number): number {
  return unit <= 0x39 ? unit - 0x30 : (unit | 0x20) - 0x61 + 10;
}

function readEscaped(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '\\') bytes[length] = text.charCodeAt(at);
    else if (text[at + 1] === '\\') {
      bytes[length] = 0x5c;
      at += 1;
    } else {
      bytes[length] = Number.parseInt(text.slice(at + 1, at + 4), 8);
      at += 3;
    }
    length += 1;
  }
  return bytes.slice(0, length);
}
