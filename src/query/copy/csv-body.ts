import { Problem } from '../../common/problem.js';
import { type CopyBody, type CopySource, withoutBom } from './copy-body.js';
import { type CsvDialect, type CsvHeader, nameFault } from './copy-statement.js';
import { CsvScanner, recordValues } from './csv-scanner.js';
import { dataFault } from './data-fault.js';

export interface CsvOptions {
  readonly columns?: readonly string[] | undefined;
  readonly header: CsvHeader;
  readonly dialect: CsvDialect;
}

/** Bytes that a header may have; 1,600 names of 63 bytes are less than half of that. */
const MAX_HEADER_BYTES = 256 * 1024;

/**
 * CSV goes to PostgreSQL as it is. Only its beginning is read here: a byte order mark is taken off,
 * and where nobody names the columns, the header does.
 *
 * @throws Problem `copy-data-invalid`, and what the source throws
 */
export async function readCsv(source: CopySource, options: CsvOptions): Promise<CopyBody> {
  const { header, dialect } = options;
  const chunks = withoutBom(source);
  const scanner = new CsvScanner(dialect);
  const head: Buffer[] = [];
  let { columns } = options;
  if (columns === undefined && header === true) {
    columns = headerNames(await readHeader(chunks, scanner, head), dialect);
  }
  return {
    columns,
    options: { format: 'csv', header, dialect },
    data: rest(chunks, scanner, head),
    lineOf: (line) => line,
    notices: () => [],
  };
}

/** @param head gets what was read, for it is sent, too */
async function readHeader(
  chunks: CopySource,
  scanner: CsvScanner,
  head: Buffer[],
): Promise<Buffer> {
  let bytes = 0;
  while (scanner.firstRecordEnd === undefined) {
    if (bytes > MAX_HEADER_BYTES) {
      throw dataFault(`The header is longer than ${MAX_HEADER_BYTES} bytes.`, { line: 1 });
    }
    const next = await chunks.next();
    if (next.done === true) scanner.end();
    else {
      scanner.scan(next.value);
      head.push(next.value);
      bytes += next.value.length;
    }
  }
  return Buffer.concat(head).subarray(0, scanner.firstRecordEnd);
}

async function* rest(chunks: CopySource, scanner: CsvScanner, head: readonly Buffer[]): CopySource {
  yield* head;
  for await (const chunk of chunks) {
    scanner.scan(chunk);
    yield chunk;
  }
  scanner.end();
}

function headerNames(header: Buffer, dialect: CsvDialect): string[] {
  if (header.length === 0) {
    throw dataFault(
      'The first line must be the header, and it is empty. Send one, or say header=false.',
      { line: 1 },
    );
  }
  const names = recordValues(decode(header), dialect);
  names.forEach((name, index) => {
    const fault = nameFault(name);
    if (fault === undefined) return;
    throw dataFault(
      `The header has a name that ${fault}. Name the columns with "columns" where the header has other words.`,
      { line: 1, column: String(index + 1) },
    );
  });
  return names;
}

function decode(header: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header);
  } catch (cause) {
    const { details } = dataFault('The header is not valid UTF-8.', { line: 1 });
    throw new Problem('copy-data-invalid', { ...details, cause });
  }
}
