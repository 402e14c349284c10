import type { Row } from '../../connection/data-rows.js';
import type { ActivityDto, BlockerDto } from './executions.dto.js';

/** Views that tell how far a command is; PostgreSQL 15 to 18 have all of them. */
const PROGRESS = ['analyze', 'cluster', 'copy', 'create_index', 'vacuum'] as const;

/**
 * What a backend is doing, who is in its way, and how far it is; `$1` is its process id. One row,
 * or none when the backend is gone. Names are qualified: nothing of the person's own takes their
 * place. PostgreSQL shows each role its own sessions in full, and of others that they are there
 * (PostgreSQL 18, section 27.2.3).
 */
export const ACTIVITY_SQL = `
select a.state, a.wait_event_type, a.wait_event,
       pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() operator(pg_catalog.-) a.xact_start)::pg_catalog.text,
       (select pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                 'pid', b.pid, 'databaseUser', b.usename, 'state', b.state,
                 'applicationName', b.application_name))
          from pg_catalog.pg_stat_activity as b
         where b.pid operator(pg_catalog.=) any (pg_catalog.pg_blocking_pids(a.pid)))::pg_catalog.text,
       (select p.progress from (${PROGRESS.map(progressOf).join(' union all ')}) as p limit 1)::pg_catalog.text
  from pg_catalog.pg_stat_activity as a
 where a.pid operator(pg_catalog.=) $1::pg_catalog.int4
   and a.usename operator(pg_catalog.=) session_user`;

function progressOf(command: string): string {
  return `select pg_catalog.to_jsonb(v) operator(pg_catalog.||) pg_catalog.jsonb_build_object('command', '${command.replace('_', ' ')}') as progress
            from pg_catalog.pg_stat_progress_${command} as v
           where v.pid operator(pg_catalog.=) $1::pg_catalog.int4`;
}

/** The one row of {@link ACTIVITY_SQL} for people. */
export function activityOf(row: Row | undefined): ActivityDto | undefined {
  if (row === undefined) return undefined;
  const [state, waitEventType, waitEvent, transactionSeconds, blockedBy, progress] = row;
  return {
    state: state ?? null,
    waitEventType: waitEventType ?? null,
    waitEvent: waitEvent ?? null,
    transactionMs:
      transactionSeconds == null ? null : Math.round(Number(transactionSeconds) * 1000),
    blockedBy: blockersOf(parsed(blockedBy)),
    progress: recordOf(parsed(progress)),
  };
}

function parsed(json: string | null | undefined): unknown {
  return json == null ? undefined : JSON.parse(json);
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null ? { ...value } : null;
}

function blockersOf(value: unknown): BlockerDto[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const blocker = recordOf(item);
    if (blocker === null) return [];
    return {
      pid: Number(blocker['pid']),
      databaseUser: textOf(blocker['databaseUser']),
      state: textOf(blocker['state']),
      applicationName: textOf(blocker['applicationName']),
    };
  });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
