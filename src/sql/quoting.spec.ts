import fc from 'fast-check';
import { scan } from 'libpg-query';
import { inQuotes, quoteName, quoteText } from './quoting.js';

/** What a name or text may be in PostgreSQL: no NUL, no half of a surrogate pair. */
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((value) => value.replaceAll('\0', 'x'))
  .filter((value) => value.isWellFormed());
const nasty = fc
  .array(fc.constantFrom("'", '"', '\\', ';', '--', '/*', '\n', '$$', 'x', ' ', '\u{1f600}', 'É'))
  .map((parts) => parts.join(''))
  .filter((value) => value !== '');

describe('names and texts', () => {
  it.each([
    ['orders', 'orders'],
    ['Orders', '"Orders"'],
    ['select', '"select"'],
    ['a"b', '"a""b"'],
    ['1a', '"1a"'],
    ['', '""'],
    ['é', '"é"'],
  ])('the name %j is %s', (name, quoted) => {
    expect(quoteName(name)).toBe(quoted);
  });

  it('are one token of PostgreSQL’s scanner, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, nasty), async (value) => {
        for (const quoted of [quoteName(value), inQuotes(value), quoteText(value)]) {
          const { tokens } = await scan(quoted);
          expect(tokens).toHaveLength(1);
          expect(tokens[0]?.end).toBe(Buffer.byteLength(quoted));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a backslash does not depend on standard_conforming_strings', () => {
    expect(quoteText("a\\'b")).toBe("E'a\\\\''b'");
  });
});
