import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rejectionOf } from './rejection.js';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');

/** What somebody writes who has installed the package; the last lines must not compile. */
const PROGRAM = `
import { type ClientOptions, type CopyBody, createClient, ProblemError, type QueryOptions } from '@pg-usher/sdk';

declare const given: { readonly text: string | undefined; readonly signal: AbortSignal | undefined };
const token: ClientOptions['token'] = ({ refused }) => (refused === undefined ? 'one' : Promise.resolve('two'));
const client = createClient({ baseUrl: given.text, token });

const options: QueryOptions = { database: given.text, maxRows: undefined, signal: given.signal };
for await (const [first] of client.query('id', 'select 1', options)) {
  const cell: string | null | undefined = first;
  console.log(cell);
}
const page = await client.call('listHistory', { query: { limit: 10, before: given.text }, signal: given.signal });
const next: string | null = page.next;
await client.call('runQuery', { path: { id: 'id' }, body: { sql: 'select 1', database: given.text } });
const session = await client.openSession('id', { database: given.text, signal: given.signal });
await session[Symbol.asyncDispose]();
const bodies: CopyBody[] = [
  'a', new Uint8Array(1), new Blob([]), new Blob([]).stream(),
  new Blob([]).stream().pipeThrough(new TextDecoderStream()),
];
await client.copy('id', { table: 'stock', format: 'csv', schema: given.text, signal: given.signal }, bodies[0] ?? '');
try {
  await client.call('getMe');
} catch (error) {
  if (error instanceof ProblemError && error.code === 'server-full') console.log(next, error.retryAfter);
}

// @ts-expect-error the contract has no such operation
await client.call('getNothing');
// @ts-expect-error nor this parameter
await client.call('listHistory', { query: { maxRow: 5 } });
// @ts-expect-error nor this code
if (new ProblemError(JSON.parse('{}')).code === 'no-such-code') console.log(1);
// @ts-expect-error the server is not said
await client.call('getServer');
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-types-'));
  await mkdir(join(folder, 'node_modules/@pg-usher'), { recursive: true });
  await symlink(join(ROOT, 'sdk'), join(folder, 'node_modules/@pg-usher/sdk'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'program.ts'), PROGRAM);
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])(
  'the types hold in a strict program that checks its libraries: %s, %s',
  async (module, moduleResolution) => {
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: false,
      noEmit: true,
    };
    const file = join(folder, `tsconfig.${moduleResolution}.json`);
    await writeFile(file, JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const failure = await rejectionOf(run(process.execPath, [tsc, '-p', file]));
    expect((failure as { stdout?: string } | undefined)?.stdout).toBeUndefined();
  },
);
