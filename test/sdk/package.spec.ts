import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RunningService } from '../support/running-service.js';

const run = promisify(execFile);
const SDK = join(import.meta.dirname, '../../sdk');

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(async () => {
  await service.stop();
});

describe('the package', () => {
  it('runs the first example of its README as printed', async () => {
    const readme = await readFile(join(SDK, 'README.md'), 'utf8');
    const example = /^```js\n(.*?)^```$/ms.exec(readme)![1]!;
    const folder = await mkdtemp(join(tmpdir(), 'usher-sdk-'));
    await writeFile(join(folder, 'example.mjs'), example);
    await symlink(join(SDK, '../node_modules'), join(folder, 'node_modules'));
    const { stdout } = await run(process.execPath, [join(folder, 'example.mjs')], {
      env: { USHER_URL: service.origin, USHER_TOKEN: await service.token('alice') },
    });
    await rm(folder, { recursive: true });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.slice(0, -1)).toContainEqual(expect.stringMatching(/^\d+: \S/));
    expect(lines.at(-1)).toBe('query-failed at 8: column "nothing" does not exist');
  });

  it('has what is needed to publish it, and nothing else', async () => {
    const { stdout } = await run(
      'npm',
      ['pack', '--dry-run', '--json', '--ignore-scripts', '--workspaces=false'],
      { cwd: SDK },
    );
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    expect(paths).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts']));
    expect(
      paths.filter(
        (path) => !/^(?:LICENSE|README\.md|package\.json|dist\/.*\.(?:js|d\.ts))$/.test(path),
      ),
    ).toEqual([]);
  });
});
