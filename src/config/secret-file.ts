import { closeSync, openSync, readSync } from 'node:fs';
import { errorCode } from '../common/error-code.js';

/** A secret in a file is a line, not a dump: more than this is the wrong file. */
const MAX_SECRET_BYTES = 64 * 1024;

/** What a file holds, or what is wrong with it: the end of a sentence that begins with its name. */
export type FileContent = { readonly text: string } | { readonly mistake: string };

/**
 * A secret, or a certificate, in a file: without the newline at its end. The mistake does not quote
 * the path, since to put the secret itself where the path belongs is a common slip.
 */
export function secretFile(path: string): FileContent {
  const content = textFile(path, MAX_SECRET_BYTES);
  if ('mistake' in content) return content;
  const text = content.text.replace(/\r?\n$/, '');
  return text === '' ? { mistake: 'names a file that is empty' } : { text };
}

/** The text of a file, pipes included, of at most `limit` bytes. */
export function textFile(path: string, limit: number): FileContent {
  try {
    const text = readAtMost(path, limit);
    return text === undefined ? { mistake: `names a file of more than ${limit} bytes` } : { text };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return { mistake: `names a file that cannot be read (${code})` };
  }
}

function readAtMost(path: string, limit: number): string | undefined {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(limit + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = readSync(file, buffer, length, buffer.length - length, null);
    }
    return length > limit ? undefined : buffer.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
