import type { Bench, BenchOptions } from '../bench.js';
import type { Place, Served } from '../place.js';
import { type Compared, compare } from './compare.js';
import { type PeakMemory, peakMemory } from './memory.js';
import { type Neighbour, neighbour } from './neighbour.js';
import { profile, type Profiled } from './profile.js';
import { psqlVersion } from './psql.js';
import { streamReport } from './stream-report.js';
import { type BenchTable, fillTable } from './tables.js';
import { type Form, peerWays, psqlWays, serviceWay, type Way } from './ways.js';

/** Everything that was measured. */
export interface StreamResults {
  readonly rows: number;
  /** psql's version; undefined where there is none. */
  readonly psql: string | undefined;
  /** Ways that did not work, and why. */
  readonly missing: readonly string[];
  readonly compared: readonly Compared[];
  readonly weakSpots: readonly { readonly what: string; readonly compared: readonly Compared[] }[];
  readonly memory: readonly PeakMemory[];
  readonly neighbours: readonly Neighbour[];
  /** Where they were asked for. */
  readonly profiles: readonly Profiled[];
}

const FORMS = ['ndjson', 'csv'] as const;
const NEIGHBOUR_SECONDS = 8;

interface Tables {
  /** For a first try. */
  readonly small: BenchTable;
  readonly main: BenchTable;
  readonly large: BenchTable;
  readonly weak: readonly BenchTable[];
}

/** A big result through the HTTP API, beside psql and what people would use instead. */
export const stream: Bench = async (place, options) => {
  const tables = await fillTables(place, options);
  const psql = await psqlVersion();
  const missing =
    'missing' in psql ? [`psql (${psql.missing}): there is no comparison with it`] : [];
  const copies = 'missing' in psql ? [] : psqlWays(place);
  const served = await place.startService();
  const token = await place.token('alice');
  const ours = await working(
    FORMS.map((form) => serviceWay(served, token, form)),
    tables.small,
    missing,
  );
  const compared = await besidePeers(place, { copies, ours, tables, missing, options });
  const weakSpots = [];
  for (const table of tables.weak) {
    const ways = [...copies.slice(0, 2), ...ours];
    weakSpots.push({ what: table.what, compared: await compare(ways, table, options) });
  }
  const forms = FORMS.filter((form) => ours.some((way) => way.form === form));
  const neighbours = await besideStreams(place, { served, tables, forms, options });
  await served.stop();
  const memory = await memoryOf(place, { tables, forms, options });
  const profiles = options.profile ? await profilesOf(place, { tables, forms, options }) : [];
  return streamReport({
    ...{ rows: tables.main.rows, psql: 'version' in psql ? psql.version : undefined },
    ...{ missing, compared, weakSpots, memory, neighbours, profiles },
  });
};

async function fillTables(place: Place, { quick, say }: BenchOptions): Promise<Tables> {
  say('Filling tables');
  const scale = quick ? 0.1 : 1;
  const small = await fillTable(place, 'mixed', 100_000 * scale);
  const main = await fillTable(place, 'mixed', 1_000_000 * scale);
  const large = await fillTable(place, 'mixed', 5_000_000 * scale);
  const weak = [
    await fillTable(place, 'long', 150_000 * scale),
    await fillTable(place, 'escapes', 300_000 * scale),
  ];
  return { small, main, large, weak };
}

/** Those that give all rows, whole; of the others it is noted why not. */
async function working(ways: readonly Way[], table: BenchTable, missing: string[]): Promise<Way[]> {
  const good: Way[] = [];
  for (const way of ways) {
    try {
      await way.read(table, true);
      good.push(way);
    } catch (error) {
      missing.push(`${way.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return good;
}

interface Comparison {
  readonly copies: readonly Way[];
  readonly ours: readonly Way[];
  readonly tables: Tables;
  readonly missing: string[];
  readonly options: BenchOptions;
}

/** The peers are there for this comparison only: what they hold in memory is gone afterwards. */
async function besidePeers(
  place: Place,
  { copies, ours, tables, missing, options }: Comparison,
): Promise<Compared[]> {
  const all = options.withoutPeers ? [] : await peerWays(place);
  const peers = await working(all, tables.small, missing);
  const compared = await compare([...copies, ...ours, ...peers], tables.main, options);
  for (const { served } of all) await served?.stop();
  return compared;
}

interface OurRuns {
  readonly tables: Tables;
  readonly forms: readonly Form[];
  readonly options: BenchOptions;
}

async function besideStreams(
  place: Place,
  { served, tables, forms, options }: OurRuns & { readonly served: Served },
): Promise<Neighbour[]> {
  const neighbours: Neighbour[] = [];
  const seconds = options.quick ? 2 : NEIGHBOUR_SECONDS;
  for (const form of forms) {
    options.say(`A small query beside ${form}`);
    neighbours.push(await neighbour(place, served, { table: tables.large, form, seconds }));
  }
  return neighbours;
}

async function memoryOf(
  place: Place,
  { tables: { small, main, large }, forms, options }: OurRuns,
): Promise<PeakMemory[]> {
  const memory: PeakMemory[] = [];
  for (const form of forms) {
    options.say(`Memory of fresh processes, ${form}`);
    memory.push(...(await peakMemory(place, form, [small, main, large])));
  }
  return memory;
}

async function profilesOf(
  place: Place,
  { tables: { main, weak }, forms, options: { folder, say } }: OurRuns,
): Promise<Profiled[]> {
  const profiles: Profiled[] = [];
  for (const table of [main, ...weak]) {
    for (const form of forms) {
      say(`Profile of ${form}, ${table.what}`);
      profiles.push(await profile(place, form, { table, folder }));
    }
  }
  return profiles;
}
