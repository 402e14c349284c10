import { TLSSocket } from 'node:tls';
import { detached } from '../common/detached.js';
import { errorCode, errorField } from '../common/error-code.js';
import { Problem } from '../common/problem.js';
import { requestCancel } from './cancel-request.js';
import { CopyIn, type CopyInRequest } from './copy-in.js';
import { decodeRows, type Row, weightOf } from './data-rows.js';
import { type Credentials, displayDsn, type Dsn } from './dsn.js';
import { ProtocolViolation } from './guarded-connection.js';
import {
  closeSession,
  destroySession,
  IDENTITY_SQL,
  type Session,
  type SessionIdentity,
} from './session.js';
import { Statement, type StatementRequest } from './statement.js';
import {
  ConnectionEnded,
  type Notice,
  type StatementEvent,
  type TransactionStatus,
} from './statement-events.js';

/** About how many bytes of memory the rows of a statement of ours may take. */
const MAX_ROWS_WEIGHT = 64 * 1024 * 1024;

/** How long a cancelled statement may take to end before its socket is destroyed. */
const CANCEL_GRACE_MS = 1000;

/** A statement did not end when it was cancelled, or nobody knows whether its cancel still comes. */
export class CancelUnanswered extends Error {
  override readonly name = 'CancelUnanswered';
}

/** What `POST /servers/:id/connect` reports, and what the audit keeps of a connection. */
export interface ConnectionReport extends SessionIdentity {
  readonly tls: { readonly protocol: string; readonly cipher: string };
  readonly backendPid: number;
  /** For display; see {@link displayDsn}. */
  readonly dsn: string;
}

export interface LeaseParts {
  readonly session: Session;
  readonly identity: SessionIdentity;
  readonly dsn: Dsn;
  readonly credentials: Credentials;
  /** True for a connection that outlives a statement that was given up. */
  readonly pinned?: boolean;
  /** Throws the Problem of a row of `IDENTITY_SQL` that is not this person's, or not any more. */
  readonly check: (row: Row | undefined) => void;
  /** Ends a backend of this person's from a connection of its own. Never rejects. */
  readonly terminate: (processId: number) => Promise<void>;
}

/**
 * A connection that is provably one person's, for as long as it is held. Whoever took the lease
 * releases it, in the same function. One statement at a time.
 */
export class Lease {
  readonly databaseUser: string;
  readonly report: ConnectionReport;
  /** Resolves when the connection has closed, whoever closed it; never rejects. */
  readonly closed: Promise<void>;
  readonly #parts: LeaseParts;
  #transactionStatus: TransactionStatus | undefined = 'idle';
  #failure: unknown;

  constructor(parts: LeaseParts) {
    const { client } = parts.session;
    this.#parts = parts;
    this.databaseUser = parts.dsn.user;
    this.closed = new Promise((resolve) => {
      client.connection.once('end', resolve);
    });
    client.on('error', (error) => {
      this.#failure ??= error;
    });
    // Nothing runs, so nothing is to be ready: the answers would belong to other questions.
    client.connection.on('readyForQuery', () => {
      if (this.#transactionStatus !== undefined) this.#giveUp(new ProtocolViolation());
    });
    this.report = {
      ...parts.identity,
      tls: tlsFacts(parts.session.client.connection.stream),
      backendPid: parts.session.client.processID ?? 0,
      dsn: displayDsn(parts.dsn),
    };
  }

  /** True when a backslash in '…' escapes (PostgreSQL 18, standard_conforming_strings off). */
  get escapingQuotes(): boolean {
    return this.#parts.session.parameters.get('standard_conforming_strings') === 'off';
  }

  /** False when nothing more can be run on it. */
  get usable(): boolean {
    return (
      this.#transactionStatus !== undefined &&
      !this.#parts.session.client.connection.stream.destroyed
    );
  }

  /** What ended the connection first, as the driver reported it; undefined while it is there. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Undefined while a statement runs, and after one whose connection broke. */
  get transactionStatus(): TransactionStatus | undefined {
    return this.#transactionStatus;
  }

  /**
   * Runs a statement and hands out what happens, as the reader pulls. When the signal aborts, or
   * the reader leaves early, the statement is cancelled on the server before this ends, and the
   * socket is destroyed if the server does not follow within a second.
   *
   * @throws PostgreSQL's error; `signal.reason` when the signal ended it
   */
  async *run(
    request: StatementRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly StatementEvent[], void, undefined> {
    try {
      yield* this.#runOnce(new Statement(request, false), signal);
    } catch (error) {
      if (request.params !== undefined || !isSeveralStatements(error)) throw error;
      // Nothing has run: the text did not get past Parse. A script takes the simple protocol.
      yield* this.#runOnce(new Statement(request, true), signal);
    }
  }

  /**
   * Runs one COPY FROM STDIN, as {@link run} runs a statement. A `complete` event comes last; it
   * means that PostgreSQL has carried the COPY out, also where the signal aborted at that moment.
   *
   * @throws PostgreSQL's error, or the data's; `signal.reason` when the signal ended it
   */
  copyIn(
    request: CopyInRequest,
    signal: AbortSignal,
  ): AsyncGenerator<readonly StatementEvent[], void, undefined> {
    return this.#runOnce(new CopyIn(request), signal);
  }

  /**
   * All rows of a statement of ours, as PostgreSQL's text.
   *
   * @throws Problem `result-too-large` for more than 64 MiB; PostgreSQL's error; `signal.reason`
   */
  async rows(
    sql: string,
    params: readonly (string | null)[],
    signal: AbortSignal,
  ): Promise<readonly Row[]> {
    const all: Row[] = [];
    let weight = 0;
    for await (const batch of this.run({ sql, params }, signal)) {
      for (const event of batch) {
        if (event.kind !== 'rows') continue;
        const rows = decodeRows(event.bytes);
        weight += weightOf(rows);
        if (weight > MAX_ROWS_WEIGHT) throw tooManyRows();
        for (const row of rows) all.push(row);
      }
    }
    return all;
  }

  /**
   * Asks PostgreSQL once more whose session this is and what protects the role, as before the first
   * statement; for a connection that is kept.
   *
   * @throws Problem `identity-mismatch`, `role-protected`; what {@link rows} throws
   */
  async verify(signal: AbortSignal): Promise<void> {
    const [row] = await this.rows(IDENTITY_SQL, [], signal);
    this.#parts.check(row);
  }

  async *#runOnce(
    statement: Statement | CopyIn,
    signal: AbortSignal,
  ): AsyncGenerator<readonly StatementEvent[], void, undefined> {
    const { client } = this.#parts.session;
    const onNotice = (notice: unknown): void => {
      statement.addNotice(toNotice(notice));
    };
    let abandoned: Promise<void> | undefined;
    const onAbort = (): void => {
      abandoned = this.#abandon(statement);
    };
    signal.throwIfAborted();
    if (!this.usable) throw new ConnectionEnded();
    this.#transactionStatus = undefined;
    client.on('notice', onNotice);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      client.query(statement);
      yield* statement.events();
      if (statement instanceof Statement && statement.cutEnd !== undefined) {
        abandoned ??= this.#stop(statement);
        await abandoned;
        yield [statement.cutEnd];
      }
      // A statement may end well although it was given up, and its rows have been dropped then.
      signal.throwIfAborted();
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
      // The reader left early: the generator was returned into.
      if (!statement.over) abandoned ??= this.#stop(statement);
      // The statement may be over before its cancel has arrived, which would then hit the next one.
      await abandoned;
      client.off('notice', onNotice);
      this.#transactionStatus = statement.transactionStatus;
    }
  }

  /** Cancels the statement and sees it end, one way or the other. */
  async #stop(statement: Statement | CopyIn): Promise<void> {
    const { client } = this.#parts.session;
    statement.discard();
    // Its end is here, only not yet with the reader: a cancel would find nothing, or the next one.
    if (statement.over) return;
    let heard = false;
    if (client.processID !== null && client.secretKey !== null) {
      heard = await requestCancel(
        {
          host: this.#parts.dsn.host,
          address: this.#parts.session.address,
          sslMode: this.#parts.dsn.sslMode,
          port: this.#parts.dsn.port,
          secureContext: this.#parts.credentials.secureContext,
          processId: client.processID,
          secretKey: client.secretKey,
        },
        CANCEL_GRACE_MS,
      );
    }
    statement.drain();
    if (!(await endsWithin(statement, CANCEL_GRACE_MS))) {
      // A statement may catch the cancel, and have switched off what else ends it; or so many rows
      // are on their way that it takes too long to see the end of them.
      statement.discard();
      await this.#parts.terminate(client.processID ?? 0);
      this.#giveUp(new CancelUnanswered());
    }
    await statement.ended;
    // A cancel that is still on its way would hit the next statement.
    if (!heard) this.#giveUp(new CancelUnanswered());
  }

  /**
   * Ends the statement and, unless it is pinned, the connection with it: a reader that takes nothing
   * any more would keep it open otherwise.
   */
  async #abandon(statement: Statement | CopyIn): Promise<void> {
    await this.#stop(statement);
    if (this.#parts.pinned !== true) destroySession(this.#parts.session.client);
  }

  #giveUp(why: Error): void {
    this.#failure ??= why;
    destroySession(this.#parts.session.client);
  }

  /** Closes the connection; resolves once its socket is closed. Never rejects. */
  async release(): Promise<void> {
    const { client } = this.#parts.session;
    if (this.#transactionStatus === undefined) destroySession(client);
    else await closeSession(client);
  }
}

async function endsWithin(statement: Statement | CopyIn, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      resolve(false);
    }, ms);
  });
  try {
    return await Promise.race([statement.ended.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** 42601 from `exec_parse_message`: the extended protocol takes one statement, and got several. */
function isSeveralStatements(error: unknown): boolean {
  return errorCode(error) === '42601' && errorField(error, 'routine') === 'exec_parse_message';
}

function tooManyRows(): Problem {
  return new Problem('result-too-large', {
    detail: 'There is more of this than is answered at once. Narrow it down.',
    owner: 'user',
  });
}

function tlsFacts(stream: unknown): ConnectionReport['tls'] {
  if (!(stream instanceof TLSSocket)) return { protocol: '', cipher: '' };
  return { protocol: stream.getProtocol() ?? '', cipher: stream.getCipher().name };
}

/** Longest text of a notice's field that is passed on, in characters. */
const NOTICE_FIELD = 1024;

function detachedField(text: string | undefined): string | undefined {
  return text === undefined ? undefined : detached(text.slice(0, NOTICE_FIELD));
}

function toNotice(message: unknown): Notice {
  const field = (name: string): string | undefined => detachedField(errorField(message, name));
  const detail = field('detail');
  const hint = field('hint');
  return {
    severity: field('severity') ?? 'NOTICE',
    sqlstate: field('code') ?? '00000',
    message: field('message') ?? '',
    ...(detail === undefined ? {} : { detail }),
    ...(hint === undefined ? {} : { hint }),
  };
}
