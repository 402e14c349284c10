// Fails when a screen has become heavier than it may be: what a browser downloads to show it for the
// first time, scripts and styles, as gzip, in kilobytes of 1,000 bytes.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const SIGN_IN_AND_SERVERS = 230;
const WORKSPACE_MORE = 220;
const WORKSPACE = 'src/workspace/WorkspacePage.tsx';
/** Lazily imported, and shown at once all the same. */
const SHOWN_AT_ONCE = ['src/tree/ObjectTree.tsx'];

const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'));

/** The files of a part and of all that it imports; not of what it loads later. */
function filesOf(key, found = new Set(), seen = new Set()) {
  const part = manifest[key];
  if (part === undefined) throw new Error(`The build has no part called ${key}.`);
  if (seen.has(key)) return found;
  seen.add(key);
  for (const file of [part.file, ...(part.css ?? [])]) found.add(file);
  for (const imported of part.imports ?? []) filesOf(imported, found, seen);
  return found;
}

function kilobytes(files) {
  let bytes = 0;
  for (const file of files) bytes += statSync(join(DIST, `${file}.gz`)).size;
  return bytes / 1000;
}

const first = filesOf('index.html');
const workspace = new Set(filesOf(WORKSPACE));
for (const key of SHOWN_AT_ONCE) filesOf(key, workspace);
for (const file of first) workspace.delete(file);

const rows = [
  ['sign-in and servers', kilobytes(first), SIGN_IN_AND_SERVERS],
  ['workspace, besides', kilobytes(workspace), WORKSPACE_MORE],
];
for (const [name, size, most] of rows) {
  console.log(`${name.padEnd(22)} ${size.toFixed(1)} kB gzip of ${most}`);
}
if (rows.some(([, size, most]) => size > most)) {
  console.error('The page is heavier than it may be; see web/scripts/budget.mjs.');
  process.exit(1);
}
