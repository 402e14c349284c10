// node scripts/migration.mjs check           are the tables what the entities say?
// node scripts/migration.mjs generate NAME   writes src/database/migrations/<time>-NAME.ts
// Both ask the command line of TypeORM, with dist/ormconfig.js, about a throwaway PostgreSQL on which
// all migrations have run. Needs `npm run build` and `npm run build:demo`.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { startPostgresCluster } from '../build/demo/postgres-cluster.js';

const FOLDER = 'src/database/migrations';
const [command, name] = process.argv.slice(2);
if (!(command === 'check' || (command === 'generate' && /^[A-Z]\w*$/.test(name ?? '')))) {
  console.error('Usage: npm run migration:check, or npm run migration:generate -- AddSomething');
  process.exit(2);
}

const password = randomBytes(24).toString('base64url');
const cluster = await startPostgresCluster({
  name: 'migrations',
  hba: 'host  usher  usher  127.0.0.1/32  scram-sha-256',
  init: [
    { sql: `create role usher login password '${password}'` },
    { sql: 'create database usher owner usher' },
  ],
});
try {
  process.exitCode = await (command === 'check' ? check() : generate());
} finally {
  await cluster.destroy();
}

async function check() {
  const ran = await typeorm('migration:run');
  return ran || (await typeorm('migration:generate', `${FOLDER}/Drift`, '--check'));
}

async function generate() {
  const written =
    (await typeorm('migration:run')) ||
    (await typeorm('migration:generate', `${FOLDER}/${name}`, '--pretty'));
  if (written === 0) {
    await tidy();
    console.log('Read it, name its class in src/database/migrations.ts, and build again.');
  }
  return written;
}

/** In the style of this repository; what TypeORM imports for its types only is no import. */
async function tidy() {
  const file = (await readdir(FOLDER)).find((entry) => entry.endsWith(`-${name}.ts`));
  const path = join(FOLDER, file);
  const source = await readFile(path, 'utf8');
  const options = { ...(await resolveConfig(path)), filepath: path };
  await writeFile(path, await format(source.replace(/^import \{/, 'import type {'), options));
}

/** The exit code of TypeORM; what it says is shown when it fails, or is asked to write. */
async function typeorm(...args) {
  const child = spawn(
    process.execPath,
    // TypeORM looks at several tables at once on one connection, which pg warns of.
    ['--disable-warning=DeprecationWarning', 'node_modules/typeorm/cli.js', ...args].concat(
      '-d',
      'dist/ormconfig.js',
    ),
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: `postgresql://usher:${password}@${cluster.host}:${cluster.port}/usher`,
      },
    },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  if (code !== 0 || args[0] === 'migration:generate') {
    console.log(output.trim());
  }
  return code ?? 1;
}
