import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BenchOptions } from '../bench.js';
import { type Place, PROGRAMS } from '../place.js';
import { readWhenWritten } from '../signalled-file.js';
import { type CpuProfile, type SelfTime, selfTimes } from './self-times.js';
import type { BenchTable } from './tables.js';
import { type Form, serviceWay } from './ways.js';

/** Where the service's main thread spends a big result. */
export interface Profiled {
  readonly form: Form;
  /** Which table. */
  readonly what: string;
  readonly selfTimes: readonly SelfTime[];
}

const PROFILER = join(PROGRAMS, 'programs', 'profile-cpu.js');
const MOST_FUNCTIONS = 20;

/** A service of its own, warmed up; the whole profile goes to bench/results. */
export async function profile(
  place: Place,
  form: Form,
  { table, folder }: Pick<BenchOptions, 'folder'> & { readonly table: BenchTable },
): Promise<Profiled> {
  const file = join(place.house.folder, `${table.what}-${form}.cpuprofile`);
  const served = await place.startService(['--import', pathToFileURL(PROFILER).href], {
    BENCH_PROFILE_FILE: file,
  });
  try {
    const way = serviceWay(served, await place.token('alice'), form);
    await way.read(table, false);
    rmSync(file, { force: true });
    process.kill(served.pid, 'SIGWINCH');
    await way.read(table, false);
    process.kill(served.pid, 'SIGWINCH');
    const found = (await readWhenWritten(file)) as CpuProfile;
    copyFileSync(file, join(folder, `${table.what}-${form}.cpuprofile`));
    return { form, what: table.what, selfTimes: selfTimes(found, MOST_FUNCTIONS) };
  } finally {
    await served.stop();
  }
}
