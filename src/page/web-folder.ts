import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Injection token of the folder that the built page is in. */
export const WEB_FOLDER = Symbol('WEB_FOLDER');

/**
 * `web/dist` beside the nearest package.json above this file, which is the same folder whether this
 * is `src/page` or `dist/src/page`. It need not exist.
 */
export function webFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return join(folder, 'web', 'dist');
}
