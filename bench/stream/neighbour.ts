import { type Place, QUERY_PATH, type Served } from '../place.js';
import type { LoadAnswer, LoadOrder } from '../programs/load.js';
import { runProgram } from '../run-program.js';
import type { BenchTable } from './tables.js';
import { type Form, serviceWay } from './ways.js';

/** A small query of one person, alone and while another's result leaves the same process. */
export interface Neighbour {
  readonly form: Form;
  readonly alone: LoadAnswer;
  readonly beside: LoadAnswer;
}

export async function neighbour(
  place: Place,
  served: Served,
  { table, form, seconds }: { table: BenchTable; form: Form; seconds: number },
): Promise<Neighbour> {
  const order: LoadOrder = {
    url: `${served.origin}${QUERY_PATH}`,
    headers: {
      Authorization: `Bearer ${await place.token('bob')}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ sql: 'select session_user, $1::int', params: [1] }),
    concurrency: 1,
    warmUpSeconds: 1,
    seconds,
  };
  const alone = (await runProgram('load', order)) as LoadAnswer;
  const over = new AbortController();
  const way = serviceWay(served, await place.token('alice'), form);
  const streaming = (async () => {
    // One is always under way: the next begins when one has left.
    do await way.read(table, false);
    while (!over.signal.aborted);
  })();
  try {
    const beside = (await runProgram('load', order)) as LoadAnswer;
    return { form, alone, beside };
  } finally {
    over.abort();
    await streaming;
  }
}
