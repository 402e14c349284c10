import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexLine, hexLineCount, readBytea } from './bytes.ts';
import { jsonLines, type JsonLines, jsonTokens, unfolded } from './json-lines.ts';
import { lengthsOf, lineParts, lineStarts } from './text-lines.ts';

const text = fc.string({
  unit: fc.constantFrom('a', ' ', '\n', '😀', '\t', 'é', '\u202e', '\u0000'),
});

function format(json: string): JsonLines {
  const steps = jsonLines(json);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function printed(json: string): string {
  const { starts, ends, depths } = format(json);
  return starts
    .map((start, line) => {
      const tokens = jsonTokens(json.slice(start, ends[line]));
      return '  '.repeat(depths[line] ?? 0) + tokens.map((token) => token.text).join('');
    })
    .join('\n');
}

describe('JSON in lines', () => {
  it('is printed as JSON.stringify prints it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 3), (value, indent) => {
        const json = JSON.stringify(value, null, indent);
        expect(printed(json)).toBe(JSON.stringify(JSON.parse(json), null, 2));
      }),
    );
  });

  it('keeps each digit', () => {
    expect(printed('[1.000, 12345678901234567890123, 1E400]')).toBe(
      '[\n  1.000,\n  12345678901234567890123,\n  1E400\n]',
    );
  });

  it('shows of a folded object its first line alone', () => {
    const lines = format('{"a": {"b": 1, "c": 2}, "d": []}');
    expect(unfolded(lines, new Set([1]))).toEqual([0, 1, 5, 6]);
  });
});

describe('a text in lines', () => {
  it('is whole, and no line is longer than asked for', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 8, max: 20 }), (value, width) => {
        const starts = lineStarts(value, width);
        const lines = starts
          .slice(0, -1)
          .map((start, line) => value.slice(start, starts[line + 1]));
        expect(lines.join('')).toBe(value);
        for (const line of lines) expect(line.replace(/\n$/, '').length).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('shows spaces when asked to, and tabs as they are when not', () => {
    expect(lineParts('a  b\n', true).map((part) => part.text)).toEqual(['a', '··', 'b', '↵']);
    expect(lineParts('a\tb\n', false).map((part) => part.text)).toEqual(['a', '\t', 'b']);
  });

  it('is measured in characters and bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        expect(lengthsOf(value)).toEqual({
          characters: [...value].length,
          bytes: new TextEncoder().encode(value).length,
        });
      }),
    );
  });
});

describe('bytea', () => {
  const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;
  const escaped = (bytes: Uint8Array): string =>
    Array.from(bytes, (byte) => {
      if (byte === 0x5c) return '\\\\';
      if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
      return `\\${byte.toString(8).padStart(3, '0')}`;
    }).join('');

  it('is read in both of its forms', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(readBytea(hex(bytes))).toEqual(bytes);
        // A text in the form "escape" never begins as the other one does.
        expect(readBytea(escaped(bytes))).toEqual(bytes);
      }),
    );
  });

  it('is dumped as hexdump -C does', () => {
    const bytes = new TextEncoder().encode('Hello, hexdump world\n');
    expect(hexLineCount(bytes)).toBe(2);
    expect(hexLine(bytes, 0)).toBe(
      '00000000  48 65 6c 6c 6f 2c 20 68  65 78 64 75 6d 70 20 77  |Hello, hexdump w|',
    );
  });
});
