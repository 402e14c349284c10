import pg from 'pg';
import { errorCode } from '../common/error-code.js';
import { Problem } from '../common/problem.js';
import { detached } from '../common/detached.js';
import { EncodingChanged } from './encoding-watch.js';
import { IdentityChanged } from './identity-watch.js';
import { OversizedMessage, ProtocolViolation } from './guarded-connection.js';
import { ConnectionEnded, CopyRequested } from './statement-events.js';

/** Longest text of an error's field that is passed on, in characters. */
const FIELD = 4096;

/**
 * What a statement's failure means. The server's words about the person's own statement are theirs
 * to read; they are cut to 4,096 characters a field.
 */
export function statementProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof IdentityChanged) {
    return new Problem('identity-mismatch', {
      detail:
        'PostgreSQL said that the session had become somebody else, or a superuser; the connection was closed.',
      owner: 'dba',
      cause: error,
    });
  }
  if (error instanceof EncodingChanged) {
    return new Problem('statement-unsupported', {
      detail:
        'The statement set client_encoding to another encoding than UTF8. Answers are in UTF-8 here, so the connection was closed; leave client_encoding as it is. What the text did before was undone, unless it committed it.',
      owner: 'user',
      cause: error,
    });
  }
  if (error instanceof pg.DatabaseError) return serverProblem(error);
  if (error instanceof OversizedMessage) {
    return new Problem('result-too-large', {
      detail: `PostgreSQL was about to send one message of ${String(error.announcedBytes)} bytes, which is more than this service reads at once; the statement was ended. Select a part of the value, for example with substr() or left().`,
      owner: 'user',
      cause: error,
    });
  }
  if (error instanceof CopyRequested) {
    return new Problem('statement-unsupported', {
      detail:
        'COPY FROM STDIN and COPY TO STDOUT cannot be run as a query. Send rows in with POST /servers/:id/copy, or within a database session with POST /sessions/:id/copy, and read them with SELECT; Accept: text/csv gives CSV.',
      owner: 'user',
      cause: error,
    });
  }
  if (error instanceof ProtocolViolation) {
    return new Problem('server-misbehaved', {
      detail:
        'The server sent bytes that are not PostgreSQL’s protocol; the connection was closed.',
      owner: 'admin',
      cause: error,
    });
  }
  if (error instanceof ConnectionEnded || isNetworkFailure(error)) return connectionLost(error);
  return new Problem('internal', {
    detail: 'This is a fault of pg-usher; an administrator finds it in the log by this instance.',
    owner: 'admin',
    cause: error,
  });
}

function serverProblem(error: pg.DatabaseError): Problem {
  const { code = '' } = error;
  return new Problem(code === '57014' ? 'query-cancelled' : 'query-failed', {
    detail: cut(error.message) ?? '',
    // In a failed transaction, that is: nothing else is taken.
    ...(code === '25P02' ? { fix: 'ROLLBACK;' } : {}),
    owner: code === '42501' ? 'dba' : 'user',
    sqlstate: code,
    ...position(error.position),
    ...field('hint', cut(error.hint)),
    ...field('databaseDetail', cut(error.detail)),
    cause: error,
  });
}

function connectionLost(cause: unknown): Problem {
  return new Problem('connection-lost', {
    detail:
      'PostgreSQL closed the connection while the statement ran. Whatever was not committed is undone; a statement that commits by itself may have been carried out.',
    owner: 'user',
    ...field('sqlstate', cause instanceof ConnectionEnded ? errorCode(cause.cause) : undefined),
    cause,
  });
}

function isNetworkFailure(error: unknown): boolean {
  return /^(?:E[A-Z]+$|ERR_SSL_|ERR_STREAM_)/.test(errorCode(error) ?? '');
}

function position(text: string | undefined): { position?: number } {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? { position: value } : {};
}

function field<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  const result: Partial<Record<K, string>> = {};
  if (value !== undefined) result[name] = value;
  return result;
}

function cut(text: string | undefined): string | undefined {
  return text !== undefined && text.length > FIELD ? `${detached(text.slice(0, FIELD))} …` : text;
}
