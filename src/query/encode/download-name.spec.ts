import fc from 'fast-check';
import { contentDisposition } from './download-name.js';

/** What a reader of RFC 6266 makes of the header: `filename*` where there is one. */
function nameOf(header: string): string {
  const match =
    /^attachment; filename="([\x20-\x7e]*)"(?:; filename\*=UTF-8''([\w.!#$&+^`|~%-]+))?$/.exec(
      header,
    );
  if (match === null) throw new Error(`not RFC 6266: ${header}`);
  expect(match[1]).not.toMatch(/["\\/%]/);
  return match[2] === undefined ? match[1]! : decodeURIComponent(match[2]);
}

describe('the name of a download', () => {
  it.each([
    ['orders.csv', 'orders.csv'],
    ['orders', 'orders.csv'],
    ['orders.CSV', 'orders.csv'],
    ['orders.tsv', 'orders.tsv'],
    ['two words.csv', 'two words.csv'],
    ['größe.csv', 'größe.csv'],
    ['gro\u0308ße.csv', 'größe.csv'],
    ['東京.csv', '東京.csv'],
    ['😀.csv', '😀.csv'],
    ["it's (1)*.csv", "it's (1)_.csv"],
    ['100%.csv', '100%.csv'],
    ['%2e%2e%2fx.csv', '%2e%2e%2fx.csv'],
    ['a"b.csv', 'a_b.csv'],
    ['a\\b.csv', 'a_b.csv'],
    ['a\\"; filename="x.exe', 'a__; filename=_x.exe.csv'],
    ['a;b=c.csv', 'a;b=c.csv'],
    ['../../etc/passwd', '_.._etc_passwd.csv'],
    ['..\\..\\windows\\win.ini', '_.._windows_win.ini.csv'],
    ['/etc/passwd', '_etc_passwd.csv'],
    ['C:\\x.csv', 'C__x.csv'],
    ['x.csv:stream', 'x.csv_stream.csv'],
    ['a\r\nSet-Cookie: x=1.csv', 'a Set-Cookie_ x=1.csv'],
    ['a\nb.csv', 'a b.csv'],
    ['a\u0000b.csv', 'ab.csv'],
    ['a.csv\u0000.exe', 'a.csv.exe.csv'],
    ['\u001b[31mred.csv', '[31mred.csv'],
    ['a\u0085b\u007f.csv', 'ab.csv'],
    ['a\u2028b\u2029.csv', 'a b.csv'],
    ['invoice\u202efdp.csv', 'invoicefdp.csv'],
    ['\u2066x\u2069\u200f\u061c.csv', 'x.csv'],
    ['zero\u200bwidth\ufeff.csv', 'zerowidth.csv'],
    ['.htaccess', 'htaccess.csv'],
    ['...', 'query.csv'],
    ['', 'query.csv'],
    ['.csv', 'csv.csv'],
    ['   ', 'query.csv'],
    ['-rf.csv', 'rf.csv'],
    ['~root', 'root.csv'],
    ['x. . .', 'x.csv'],
    ['con', '_con.csv'],
    ['NUL.csv', '_NUL.csv'],
    ['com1.txt', '_com1.txt'],
    ['console.csv', 'console.csv'],
    ['setup.exe', 'setup.exe.csv'],
    ['page.html', 'page.html.csv'],
    ['\ud800x.csv', '�x.csv'],
    [`${'x'.repeat(300)}.csv`, `${'x'.repeat(200)}.csv`],
    ['東'.repeat(100), `${'東'.repeat(66)}.csv`],
    ['😀'.repeat(100), `${'😀'.repeat(50)}.csv`],
  ])('%j becomes %j', (given, expected) => {
    expect(nameOf(contentDisposition(given, 'csv'))).toBe(expected);
  });

  it('has a form in ASCII beside it for those who read no other', () => {
    expect(contentDisposition('größe 東.csv', 'csv')).toBe(
      `attachment; filename="gro_e _.csv"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%E6%9D%B1.csv`,
    );
    expect(contentDisposition('plain.csv', 'csv')).toBe('attachment; filename="plain.csv"');
  });

  it('has an extension of the format', () => {
    expect(nameOf(contentDisposition('x.csv', 'json'))).toBe('x.csv.json');
    expect(nameOf(contentDisposition('x.jsonl', 'ndjson'))).toBe('x.jsonl');
    expect(nameOf(contentDisposition('x.json', 'ndjson'))).toBe('x.json.ndjson');
  });

  it('never ends its header, leaves its folder or hides, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 120 }), fc.string({ maxLength: 120 })),
        (given) => {
          const name = nameOf(contentDisposition(given, 'csv'));
          expect(name).toMatch(/^[^.~\s-][^/\\:*?"<>|\p{Cc}\p{Cf}]*\.(?:csv|tsv|txt)$/iu);
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(205);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
