import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder such as Vite leaves behind, small enough to be looked at. */
export interface BuiltPage {
  readonly folder: string;
  remove(): Promise<void>;
}

export const SCRIPT = `console.log("the page");\n`.repeat(200);

/** Beside its script, `ready` has what the build packed itself. */
export async function buildPage(): Promise<BuiltPage> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-page-'));
  await mkdir(join(folder, 'assets'));
  const files: Record<string, string | Buffer> = {
    'index.html':
      '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>the page',
    'favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'secret.txt': 'a file that is not on the list of those at the top',
    'assets/index-AbC123.js': SCRIPT,
    'assets/index-AbC123.js.map': '{"sources":[]}',
    'assets/ready-XyZ789.js': SCRIPT,
    'assets/ready-XyZ789.js.br': 'packed by the build',
    'assets/style-Q1w2E3.css': 'body { color: red }',
    'assets/font-A1.woff2': Buffer.alloc(4096, 7),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
