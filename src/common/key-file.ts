import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
} from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from './error-code.js';

/** A private key file that is not safe to use. The message names the file and the way out. */
export class UnsafeKeyFile extends Error {
  override readonly name = 'UnsafeKeyFile';
}

interface FileFacts {
  readonly isFile: boolean;
  readonly uid: number;
  readonly mode: number;
}

/**
 * libpq's rule for private keys (PostgreSQL 18, section 32.19.2), plus an owner check as the
 * server makes it for its own key: a regular file; owned by this user with nothing for group and
 * others (0600 or less), or owned by root with at most group read (0640 or less).
 *
 * @param uid the effective user id of this process
 * @returns why the file must not be used, or undefined
 */
export function keyFileFault(file: FileFacts, uid: number): string | undefined {
  if (!file.isFile) return 'is not a regular file';
  if (file.uid !== 0 && file.uid !== uid) {
    return 'belongs to another user; it must belong to the user that runs pg-usher, or to root';
  }
  const forbidden = file.uid === 0 ? 0o137 : 0o177;
  if ((file.mode & forbidden) === 0) return undefined;
  const mode = (file.mode & 0o777).toString(8).padStart(4, '0');
  return file.uid === 0
    ? `has mode ${mode}; 0600, or 0640 for a file of root, is the most that is safe`
    : `has mode ${mode}; 0600 is the most that is safe`;
}

/**
 * Reads a private key. The checks are made on the opened handle, so the file that was checked is
 * the file that is read; a symbolic link is followed and its target is what counts.
 *
 * @returns the file's bytes; the caller wipes them after use
 * @throws UnsafeKeyFile when the file, or the folder it stands in, lets others at the key
 */
export async function readKeyFile(path: string): Promise<Buffer> {
  const handle = await openKey(path);
  try {
    refuseUnsafe(path, await handle.stat(), await stat(dirname(path)));
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** {@link readKeyFile} for the start of the service, when nothing else waits. */
export function readKeyFileSync(path: string): Buffer {
  const handle = openKeySync(path);
  try {
    refuseUnsafe(path, fstatSync(handle), statSync(dirname(path)));
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** O_NONBLOCK: opening a FIFO must not wait for a writer. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;

async function openKey(path: string): Promise<FileHandle> {
  try {
    return await open(path, READ);
  } catch (error) {
    throw cannotBeOpened(path, error);
  }
}

function openKeySync(path: string): number {
  try {
    return openSync(path, READ);
  } catch (error) {
    throw cannotBeOpened(path, error);
  }
}

function cannotBeOpened(path: string, error: unknown): UnsafeKeyFile {
  const code = errorCode(error) ?? 'an error';
  return new UnsafeKeyFile(`The private key file ${path} cannot be opened (${code}).`);
}

function refuseUnsafe(path: string, file: Stats, folder: Stats): void {
  const facts = { isFile: file.isFile(), uid: file.uid, mode: file.mode };
  const fault = keyFileFault(facts, effectiveUid()) ?? folderFault(folder);
  if (fault !== undefined) throw new UnsafeKeyFile(`The private key file ${path} ${fault}.`);
}

/** Whoever may write to the folder may put another key in place of ours. */
function folderFault(folder: Stats): string | undefined {
  const othersWrite = (folder.mode & 0o002) !== 0;
  const sticky = (folder.mode & 0o1000) !== 0;
  return othersWrite && !sticky
    ? 'stands in a folder that everybody may write to; take that right away from others'
    : undefined;
}

function effectiveUid(): number {
  return process.geteuid?.() ?? 0;
}
