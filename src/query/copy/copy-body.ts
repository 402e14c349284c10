import type { Notice } from '../../connection/statement-events.js';
import type { CopyOptions } from './copy-statement.js';

/** The bytes of a body as they come; ends well only when the body is whole. */
export type CopySource = AsyncGenerator<Buffer, void, undefined>;

/** A body whose beginning has been read, so that the statement can be made. */
export interface CopyBody {
  /** The table's own, in its order, when undefined. */
  readonly columns: readonly string[] | undefined;
  readonly options: CopyOptions;
  /** What goes to PostgreSQL. Throws Problem `copy-data-invalid`, and what the source throws. */
  readonly data: AsyncIterable<Buffer>;
  /** The line of the body for a line of what went to PostgreSQL, as far as it is known. */
  readonly lineOf: (line: number) => number | undefined;
  /** What has to be said about the body although it was read; known once it has been. */
  readonly notices: () => readonly Notice[];
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** The source without the byte order mark that some programs put in front of UTF-8. */
export async function* withoutBom(source: CopySource): CopySource {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of source) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < BOM.length) continue;
    const rest = head.subarray(0, BOM.length).equals(BOM) ? head.subarray(BOM.length) : head;
    head = undefined;
    if (rest.length > 0) yield rest;
  }
  if (head !== undefined && head.length > 0) yield head;
}
