/**
 * CSV by RFC 4180 with NULL as PostgreSQL's CSV has it: an empty field without quotes is null, one
 * with quotes is the empty text. Every line ends with CR LF.
 *
 * @throws for anything that RFC 4180 does not allow
 */
export function parseCsv(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  const field = /"((?:[^"]|"")*)"(,|\r\n)|([^",\r\n]*)(,|\r\n)/gy;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const found = field.exec(text);
    if (found === null) throw new Error(`No CSV from character ${at}: ${text.slice(at, at + 80)}`);
    const [, quoted, afterQuoted, bare, afterBare] = found;
    row.push(quoted === undefined ? (bare === '' ? null : (bare ?? null)) : unquote(quoted));
    if ((afterQuoted ?? afterBare) === ',') continue;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) throw new Error('The last line of the CSV has no end.');
  return rows;
}

function unquote(text: string): string {
  return text.replaceAll('""', '"');
}
