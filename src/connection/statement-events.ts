/** A column of a result, as PostgreSQL described it. */
export interface Column {
  readonly name: string;
  /** `pg_type.oid`. */
  readonly typeOid: number;
  readonly typeModifier: number;
}

export interface Notice {
  readonly severity: string;
  readonly sqlstate: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
}

/** What happens while a statement runs, in PostgreSQL's order. */
export type StatementEvent =
  | { readonly kind: 'columns'; readonly columns: readonly Column[] }
  | {
      readonly kind: 'rows';
      /** Whole DataRow messages as PostgreSQL sent them, one behind the other. */
      readonly bytes: Buffer;
      readonly count: number;
    }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | {
      readonly kind: 'complete';
      /** The command tag, `SELECT 3`; null when the row limit stopped the statement before it. */
      readonly command: string | null;
      /** Rows handed out. */
      readonly rowCount: number;
      /** True when there were more rows than `maxRows`. */
      readonly limited: boolean;
      /**
       * Of a statement that was cancelled behind them: whether that has undone it, or it had been
       * carried out in full before the cancel came.
       */
      readonly undone?: boolean;
    };

/** `I` idle, `T` in a transaction block, `E` in a failed one (ReadyForQuery). */
export type TransactionStatus = 'idle' | 'in transaction' | 'failed';

/** PostgreSQL asked for, or started, a COPY with this service; that needs another call than a query. */
export class CopyRequested extends Error {
  override readonly name = 'CopyRequested';
}

/** The connection closed before PostgreSQL had answered. */
export class ConnectionEnded extends Error {
  override readonly name = 'ConnectionEnded';

  /** @param why PostgreSQL's last words, if it had any */
  constructor(why?: Error) {
    super('PostgreSQL closed the connection.', { cause: why });
  }
}
