import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '#demo/demo-state.js';
import { runCommand } from './run-program.js';

const FOLDER = join(REPOSITORY, 'bench', 'peers');
const LOCK = join(FOLDER, 'package-lock.json');
/** A copy of the lock file that was installed. */
const INSTALLED = join(FOLDER, 'node_modules', '.installed-lock.json');

/**
 * Installs what we are compared with, where it is not there as the lock file wants it. No install
 * scripts are run.
 *
 * @throws Error with npm's words
 */
export async function installPeers(say: (line: string) => void): Promise<void> {
  const lock = readFileSync(LOCK, 'utf8');
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === lock) return;
  say('Installing the peers: npm ci --prefix bench/peers');
  const command = ['npm', 'ci', '--prefix', FOLDER, '--ignore-scripts'] as const;
  // With our whole environment: it may say where the registry is.
  const { code, stderr } = await runCommand(command, { env: process.env });
  if (code !== 0) throw new Error(`The peers could not be installed:\n${stderr}`);
  writeFileSync(INSTALLED, lock);
}
