import type { Place } from '../place.js';
import { usageOf } from '../process-usage.js';
import type { BenchTable } from './tables.js';
import { type Form, serviceWay } from './ways.js';

/** Of a service that was just started, and has answered one request and no more. */
export interface PeakMemory {
  readonly form: Form;
  readonly rows: number;
  readonly ms: number;
  /** Before the request; undefined without /proc. */
  readonly idleMb: number | undefined;
  readonly peakMb: number | undefined;
}

/** A fresh process for each size, so that no size inherits the memory of another. */
export async function peakMemory(
  place: Place,
  form: Form,
  tables: readonly BenchTable[],
): Promise<PeakMemory[]> {
  const token = await place.token('alice');
  const peaks: PeakMemory[] = [];
  for (const table of tables) {
    const served = await place.startService();
    try {
      const idleMb = usageOf(served.pid)?.rssMb;
      const { ms } = await serviceWay(served, token, form).read(table, false);
      const peakMb = usageOf(served.pid)?.peakRssMb;
      peaks.push({ form, rows: table.rows, ms, idleMb, peakMb });
    } finally {
      await served.stop();
    }
  }
  return peaks;
}
