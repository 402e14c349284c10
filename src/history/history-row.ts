import { randomUUID } from 'node:crypto';
import type { AuditOutcomeKind } from '../audit/outcome-kinds.js';
import { type Principal, principalIdentity } from '../auth/principal.js';
import type { Problem } from '../common/problem.js';
import { redactSecrets } from '../sql/redact.js';
import type { HistoryRow } from './history-row.entity.js';
import { cutMessage, cutToBytes, MAX_SQL_BYTES_KEPT, storable } from './kept-text.js';

/** A run that has ended. */
export interface HistoryEntry {
  /** Whose run it was. */
  readonly principal: Principal;
  readonly action: 'query' | 'copy';
  /** A UUID. */
  readonly executionId: string;
  readonly server: { readonly id: string; readonly name: string };
  readonly database: string;
  /** As asked for. */
  readonly databaseUser: string | undefined;
  readonly databaseSessionId?: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly rows: number;
  /** Of rows, as in the audit. */
  readonly bytes: number;
  readonly statements: number;
  readonly outcome: AuditOutcomeKind;
  readonly problem?: Problem;
  /** The whole text, as it was sent. */
  readonly sql: string;
  /** Of that text in UTF-8, in hexadecimal digits. */
  readonly sqlSha256: string;
}

/** What is kept of a run. Its text, and messages about it, only where the administrator allows it. */
export function historyRow(entry: HistoryEntry, keepText: boolean): HistoryRow {
  const { problem } = entry;
  return {
    ...principalIdentity(entry.principal),
    id: randomUUID(),
    action: entry.action,
    executionId: entry.executionId,
    serverId: entry.server.id,
    serverName: entry.server.name,
    database: storable(entry.database),
    databaseUser: entry.databaseUser === undefined ? null : storable(entry.databaseUser),
    databaseSessionId: entry.databaseSessionId ?? null,
    startedAt: entry.startedAt,
    durationMs: Math.round(entry.durationMs),
    rows: entry.rows,
    bytes: entry.bytes,
    statements: entry.statements,
    outcome: entry.outcome,
    code: problem?.code ?? null,
    sqlstate: problem?.details.sqlstate ?? null,
    sqlSha256: entry.sqlSha256,
    ...(keepText ? keptText(entry) : { sql: null, sqlCut: false, error: null }),
  };
}

/**
 * A message quotes the text that it is about. Where that had a secret, nobody can say whether the
 * quotation has it, too, so no message is kept; its code and SQLSTATE are.
 */
function keptText({ sql, problem }: HistoryEntry): Pick<HistoryRow, 'sql' | 'sqlCut' | 'error'> {
  const redacted = redactSecrets(sql);
  const { text, cut } = cutToBytes(storable(redacted), MAX_SQL_BYTES_KEPT);
  const error =
    problem === undefined || redacted !== sql ? null : cutMessage(storable(problem.message));
  return { sql: text, sqlCut: cut, error };
}
