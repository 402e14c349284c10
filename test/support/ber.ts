/** As much of BER (X.690) as LDAP needs, written for the tests alone. */
export interface Ber {
  readonly tag: number;
  readonly bytes: Buffer;
  /** What is inside, where the tag says that it is constructed. */
  readonly parts: readonly Ber[];
}

export function ber(tag: number, ...content: (Buffer | string | number)[]): Buffer {
  const body = Buffer.concat(
    content.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))),
  );
  const { length } = body;
  const header =
    length < 128 ? [tag, length] : [tag, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
  return Buffer.concat([Buffer.from(header), body]);
}

/** The first value in a buffer and where it ends; undefined while it is not complete. */
export function readBer(buffer: Buffer, at = 0): { value: Ber; end: number } | undefined {
  const tag = buffer[at];
  const first = buffer[at + 1];
  if (tag === undefined || first === undefined) return undefined;
  const extra = first < 128 ? 0 : first - 128;
  const start = at + 2 + extra;
  if (buffer.length < start) return undefined;
  const length = extra === 0 ? first : buffer.readUIntBE(at + 2, extra);
  const end = start + length;
  if (buffer.length < end) return undefined;
  const bytes = buffer.subarray(start, end);
  return { value: { tag, bytes, parts: (tag & 0x20) === 0 ? [] : readAll(bytes) }, end };
}

function readAll(buffer: Buffer): Ber[] {
  const parts: Ber[] = [];
  for (let at = 0; at < buffer.length;) {
    const next = readBer(buffer, at);
    if (next === undefined) throw new Error('BER is cut short');
    parts.push(next.value);
    at = next.end;
  }
  return parts;
}
