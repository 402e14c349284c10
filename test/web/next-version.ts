import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { webFolder } from '../../src/page/web-folder.js';

/** Makes another version of the built page: the same one, but each of its parts has another name. */
export async function nextVersion(folder: string): Promise<string> {
  await cp(webFolder(), folder, { recursive: true });
  const assets = join(folder, 'assets');
  const all = await readdir(assets);
  const names = all.filter((name) => /\.(?:js|css)$/.test(name));
  // Packed forms have the old names in them.
  const packed = all.filter((name) => /\.(?:br|gz)$/.test(name));
  await Promise.all(packed.map((name) => rm(join(assets, name))));
  for (const path of [join(folder, 'index.html'), ...names.map((name) => join(assets, name))]) {
    let text = await readFile(path, 'utf8');
    for (const name of names) text = text.replaceAll(name, next(name));
    await writeFile(path, text);
  }
  for (const name of names) await rename(join(assets, name), join(assets, next(name)));
  return folder;
}

function next(name: string): string {
  return name.replace(/(?=\.(?:js|css)$)/, '-next');
}
