import { Problem } from '../common/problem.js';
import { decodeRows } from '../connection/data-rows.js';
import type { Notice } from '../connection/statement-events.js';
import { NoticeLimit } from './encode/notice-limit.js';
import type { Run } from './query.service.js';

/**
 * The JSON answer of a run that explains: PostgreSQL's own text of the plan, as it is, so that no
 * number of it becomes another.
 *
 * @throws Problem of a run that fails
 */
export async function collectPlan(run: Run): Promise<Buffer> {
  const notices: Notice[] = [];
  const limit = new NoticeLimit();
  let plan = '';
  for (;;) {
    const next = await run.events.next();
    if (next.done === true) {
      const { execution } = run;
      const more = limit.rest;
      const rest = {
        notices: more === undefined ? notices : [...notices, more],
        durationMs: execution.elapsedMs,
        executionId: execution.id,
        transactionStatus: next.value.transactionStatus ?? 'idle',
      };
      return Buffer.from(`{"plan":${checked(plan)},${JSON.stringify(rest).slice(1)}`);
    }
    for (const event of next.value.events) {
      const notice = event.kind === 'notice' ? limit.admit(event.notice) : undefined;
      if (notice !== undefined) notices.push(notice);
      if (event.kind === 'rows') plan += decodeRows(event.bytes)[0]?.[0] ?? '';
    }
  }
}

/** PostgreSQL writes valid JSON; something else that answers as PostgreSQL may not. */
function checked(plan: string): string {
  try {
    JSON.parse(plan);
    return plan;
  } catch (cause) {
    throw new Problem('server-misbehaved', {
      detail: 'The server answered EXPLAIN with something that is no plan in JSON.',
      owner: 'admin',
      cause,
    });
  }
}
