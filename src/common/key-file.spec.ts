import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFileFault, readKeyFile, UnsafeKeyFile } from './key-file.js';

const SELF = 1000;
const OTHER = 1001;

describe('keyFileFault', () => {
  it.each([
    ['0600 of ours', { isFile: true, uid: SELF, mode: 0o600 }],
    ['0400 of ours', { isFile: true, uid: SELF, mode: 0o400 }],
    ['0600 of root', { isFile: true, uid: 0, mode: 0o600 }],
    ['0640 of root', { isFile: true, uid: 0, mode: 0o640 }],
    ['0440 of root', { isFile: true, uid: 0, mode: 0o440 }],
  ])('takes %s', (_name, file) => {
    expect(keyFileFault(file, SELF)).toBeUndefined();
  });

  it.each([
    ['0640 of ours', { isFile: true, uid: SELF, mode: 0o640 }, '0640'],
    ['0604 of ours', { isFile: true, uid: SELF, mode: 0o604 }, '0604'],
    ['0644 of ours', { isFile: true, uid: SELF, mode: 0o644 }, '0644'],
    ['0700 of ours', { isFile: true, uid: SELF, mode: 0o700 }, '0700'],
    ['0660 of root', { isFile: true, uid: 0, mode: 0o660 }, '0660'],
    ['0644 of root', { isFile: true, uid: 0, mode: 0o644 }, '0644'],
    ['0650 of root', { isFile: true, uid: 0, mode: 0o650 }, '0650'],
    ['0777 of root', { isFile: true, uid: 0, mode: 0o777 }, '0777'],
    ['0600 of somebody else', { isFile: true, uid: OTHER, mode: 0o600 }, 'another user'],
    ['no regular file', { isFile: false, uid: SELF, mode: 0o600 }, 'regular file'],
  ])('refuses %s and says why', (_name, file, word) => {
    expect(keyFileFault(file, SELF)).toContain(word);
  });
});

describe('readKeyFile', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'usher-key-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('follows a symbolic link and judges its target', async () => {
    await writeFile(join(folder, 'good'), 'key', { mode: 0o600 });
    await writeFile(join(folder, 'bad'), 'key');
    await chmod(join(folder, 'bad'), 0o666);
    await symlink('good', join(folder, 'to-good'));
    await symlink('bad', join(folder, 'to-bad'));
    expect((await readKeyFile(join(folder, 'to-good'))).toString()).toBe('key');
    await expect(readKeyFile(join(folder, 'to-bad'))).rejects.toThrow(UnsafeKeyFile);
  });

  it('does not wait for the writer of a FIFO', async () => {
    const fifo = join(folder, 'fifo');
    execFileSync('mkfifo', ['-m', '600', fifo]);
    await expect(readKeyFile(fifo)).rejects.toThrow('not a regular file');
  });

  it('refuses a key in a folder where everybody may swap it, unless the folder is sticky', async () => {
    const open = join(folder, 'open');
    await mkdir(open);
    await writeFile(join(open, 'key'), 'key', { mode: 0o600 });
    await chmod(open, 0o777);
    await expect(readKeyFile(join(open, 'key'))).rejects.toThrow('everybody may write');
    await chmod(open, 0o1777);
    expect((await readKeyFile(join(open, 'key'))).toString()).toBe('key');
  });

  it('names a missing file, and nothing of a present one', async () => {
    await expect(readKeyFile(join(folder, 'absent'))).rejects.toThrow('ENOENT');
    const path = join(folder, 'open-key');
    await writeFile(path, 'SECRET-KEY-TEXT');
    await chmod(path, 0o644);
    const failure = await readKeyFile(path).catch((error: unknown) => String(error));
    expect(failure).toContain('0644');
    expect(failure).not.toContain('SECRET-KEY-TEXT');
  });
});
