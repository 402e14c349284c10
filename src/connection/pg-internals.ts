import type { EventEmitter } from 'node:events';
import type { Connection } from 'pg';

/**
 * The parts of `pg` 8.23 that we stand on and that its published types leave out. Everything is
 * declared here and nowhere else, so that an upgrade of `pg` has one file to be compared with.
 */
declare module 'pg' {
  interface ClientConfig {
    /** Used instead of a connection of pg's own making. */
    connection?: Connection;
  }
  interface Connection {
    /** Attaches the protocol parser; called once the TLS handshake has been started. */
    attachListeners(stream: EventEmitter): void;
    bind(config: {
      portal?: string;
      statement?: string;
      values: readonly (string | null)[];
      binary?: boolean;
    }): void;
    parse(query: { name?: string; text: string; types?: number[] }): void;
    describe(message: { type: 'P' | 'S'; name?: string }): void;
    /** `rows` 0 means no limit. */
    execute(config: { portal?: string; rows?: number }): void;
    sendCopyFail(reason: string): void;
  }
  interface Client {
    /** From BackendKeyData; null before it came. */
    readonly processID: number | null;
    readonly secretKey: number | null;
  }
}

/** What `pg` calls of `pg-copy-streams` 7.0, and the connection that its `submit` would set. */
declare module 'pg-copy-streams' {
  interface CopyStreamQuery {
    connection: Connection | null;
    handleCopyInResponse(connection: Connection): void;
    handleError(error: Error): void;
    handleReadyForQuery(): void;
  }
}

/** RowDescription, as pg-protocol hands it to a query object. */
export interface RowDescriptionMessage {
  readonly fields: readonly {
    readonly name: string;
    readonly dataTypeID: number;
    readonly dataTypeModifier: number;
    readonly tableID: number;
    readonly columnID: number;
  }[];
}

/** CommandComplete: the command tag. */
export interface CommandCompleteMessage {
  readonly text: string;
}

/** ReadyForQuery: `I` idle, `T` in a transaction, `E` in a failed one. */
export interface ReadyForQueryMessage {
  readonly status: string;
}

/** ParameterStatus. */
export interface ParameterStatusMessage {
  readonly parameterName: string;
  readonly parameterValue: string;
}
