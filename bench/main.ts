import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { REPOSITORY } from '#demo/demo-state.js';
import { fail } from '#demo/failure.js';
import type { Bench, BenchOptions, BenchReport, Goal } from './bench.js';
import { grid } from './grid/grid.js';
import { installPeers } from './peers.js';
import { Place } from './place.js';
import { small } from './small/small.js';
import { stream } from './stream/stream.js';

const BENCHES: Readonly<Record<string, { bench: Bench; peers: boolean }>> = {
  stream: { bench: stream, peers: true },
  small: { bench: small, peers: false },
  grid: { bench: grid, peers: false },
};

const USAGE = `npm run bench -- NAME [--rounds N] [--quick] [--without-peers] [--profile]

NAME is one of: ${Object.keys(BENCHES).join(', ')}
  --rounds N        how often each way has its turn (5)
  --quick           a tenth of the work, to see that everything runs
  --without-peers   without the packages in bench/peers
  --profile         also writes CPU profiles of the service to bench/results
BENCH_POSTGRES=16, 17 or 18 (the default) chooses the PostgreSQL.
See docs/performance.md.`;

async function main(): Promise<void> {
  const { name, bench, peers, options } = readArguments();
  if (peers && !options.withoutPeers) await installPeers(options.say);
  const stopped = stopRequest();
  const postgres = postgresMajor();
  const before = loadavg();
  const place = await Place.open(postgres);
  try {
    const report = await Promise.race([bench(place, options), stopped]);
    if (report === 'stop') {
      process.exitCode = 130;
      return;
    }
    const about = { ...machine(postgres), loadBefore: before, loadAfter: loadavg() };
    const file = join(options.folder, `${name}.json`);
    writeFileSync(file, `${JSON.stringify({ bench: name, ...about, ...rest(report) }, null, 2)}\n`);
    print(report, about);
    options.say(`Written: ${file}`);
  } finally {
    await place.close();
  }
}

function readArguments(): {
  name: string;
  bench: Bench;
  peers: boolean;
  options: BenchOptions;
} {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      quick: { type: 'boolean', default: false },
      'without-peers': { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  });
  const [name = ''] = positionals;
  const found = BENCHES[name];
  const rounds = Number(values.rounds);
  if (found === undefined || positionals.length > 1 || !(Number.isInteger(rounds) && rounds > 0)) {
    throw new Error(USAGE);
  }
  const folder = join(REPOSITORY, 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const { quick, profile } = values;
  const options = { rounds, quick, profile, withoutPeers: values['without-peers'], folder, say };
  return { name, ...found, options };
}

function postgresMajor(): 16 | 17 | 18 {
  const asked = process.env['BENCH_POSTGRES'] ?? '18';
  const major = ([16, 17, 18] as const).find((one) => String(one) === asked);
  if (major === undefined) throw new Error('BENCH_POSTGRES must be 16, 17 or 18.');
  return major;
}

/** What sort of machine it was; nothing that tells which. */
function machine(postgres: number): object {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    node: process.version,
    postgres,
    processors: processors.length,
    processor: processors[0]?.model.trim(),
    memoryGb: Math.round(totalmem() / 1e9),
    platform: `${process.platform} ${process.arch}`,
  };
}

function rest({ goals, data }: BenchReport): object {
  return { goals, results: data };
}

function print({ text, goals }: BenchReport, about: object): void {
  process.stdout.write(`\n${text}\n\n${goals.map(goalLine).join('\n')}\n\n`);
  process.stdout.write(`${JSON.stringify(about)}\n`);
}

function goalLine({ goal, measured, met, waits }: Goal): string {
  const verdict = met ? 'met' : 'not met';
  return `Goal: ${goal}: ${measured}, ${verdict}${waits === undefined ? '' : ` (${waits})`}`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Ctrl-C, and what else asks us to stop. */
function stopRequest(): Promise<'stop'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve('stop');
      });
    }
  });
}

/** Node's fetch says why only in the cause. */
function withCauses(error: unknown): Error {
  const causes: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) causes.push(at.message);
  return new Error(causes.join('\n  because: '));
}

// What was under way when we were stopped fails now; nobody waits for it.
main().then(
  () => process.exit(),
  (error: unknown) => fail(withCauses(error)),
);
