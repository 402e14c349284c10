import { errorCode, errorField } from '../common/error-code.js';
import { Problem, type ProblemDetails, type ProblemCode } from '../common/problem.js';
import { type Dsn, PasswordRequested } from './dsn.js';
import { OversizedMessage, ProtocolViolation } from './guarded-connection.js';

/** What is known about the attempt that failed. */
export interface ConnectAttempt {
  readonly dsn: Pick<Dsn, 'user' | 'database'>;
  /** The definition's name; the host's address is not for everybody. */
  readonly serverName: string;
  /** Whether the failure is that the connection closed, rather than something said on it. */
  readonly closed: boolean;
}

/** As much of it as there is before anybody is named. */
type NetworkAttempt = Pick<ConnectAttempt, 'serverName' | 'closed'>;

/** To be connected took longer than allowed. */
export class ConnectTimeout extends Error {
  override readonly name = 'ConnectTimeout';
}

/** As the README has it, with the placeholder that everybody has to fill in. */
const CERT_LINE = 'hostssl  all  all  <address of pg-usher>/32  cert map=oauth';

type Explanation = readonly [ProblemCode, ProblemDetails];

/**
 * Step 8 of the gate, when it fails: says what a failed connect means. Recognised are SQLSTATE with
 * PostgreSQL's `routine`, OpenSSL's and Node's codes, never messages, which are translated. The
 * server's own words are not passed on: they can name addresses and lines of pg_hba.conf.
 */
export function connectProblem(error: unknown, attempt: ConnectAttempt): Problem {
  const code = errorCode(error);
  const routine = errorField(error, 'routine');
  const [problem, details] =
    explainOwn(error, attempt) ??
    (routine === undefined ? undefined : explainSqlState(code, routine, attempt)) ??
    explainNetwork(code, attempt) ??
    explainSilent(attempt);
  return new Problem(problem, {
    ...details,
    ...(routine !== undefined && code !== undefined ? { sqlstate: code } : {}),
    cause: error,
    refusal: { databaseUser: attempt.dsn.user, database: attempt.dsn.database },
  });
}

/** The same of an attempt that ends before a start-up packet, and so in the same words. */
export function handshakeProblem(error: unknown, attempt: NetworkAttempt): Problem {
  const [problem, details] = explainNetwork(errorCode(error), attempt) ?? explainSilent(attempt);
  return new Problem(problem, { ...details, cause: error });
}

function explainOwn(error: unknown, attempt: ConnectAttempt): Explanation | undefined {
  const { serverName } = attempt;
  if (error instanceof ConnectTimeout) return unreachable(attempt);
  if (error instanceof PasswordRequested) {
    return [
      'certificate-rejected',
      {
        detail: `${serverName} asked for a password instead of accepting this service's certificate. Nothing was sent. The line of pg_hba.conf that applies is not a "cert" line.`,
        owner: 'dba',
        fix: CERT_LINE,
      },
    ];
  }
  if (error instanceof OversizedMessage || error instanceof ProtocolViolation) {
    return [
      'server-misbehaved',
      {
        detail: `What answers at ${serverName} does not speak PostgreSQL's protocol.`,
        owner: 'admin',
      },
    ];
  }
  return undefined;
}

/** PostgreSQL 18, appendix A; routines are the C functions that report the error. */
function explainSqlState(
  sqlstate: string | undefined,
  routine: string,
  attempt: ConnectAttempt,
): Explanation | undefined {
  const { serverName, dsn } = attempt;
  switch (sqlstate) {
    case '28000':
      return routine === 'ClientAuthentication' ? notAllowed(attempt) : roleMissing(attempt);
    case '28P01':
      return roleMissing(attempt);
    case '3D000':
      return [
        'database-not-found',
        { detail: `${serverName} has no database "${dsn.database}".`, owner: 'user' },
      ];
    case '42501':
      return [
        'database-forbidden',
        {
          detail: `"${dsn.user}" may not open the database "${dsn.database}" on ${serverName}.`,
          owner: 'dba',
          fix: `GRANT CONNECT ON DATABASE ${identifier(dsn.database)} TO ${identifier(dsn.user)};`,
        },
      ];
    case '55000':
      return [
        'connection-not-allowed',
        {
          detail: `The database "${dsn.database}" on ${serverName} takes no connections.`,
          owner: 'dba',
        },
      ];
    case '53300':
      return [
        'server-full',
        {
          detail: `${serverName} has no connection left for "${dsn.user}": the server, the database or the role has reached its limit.`,
          owner: 'user',
          retryAfter: 5,
        },
      ];
    default:
      return sqlstate?.startsWith('57P') === true ? unreachable(attempt) : undefined;
  }
}

/**
 * With `+group` in pg_ident.conf, PostgreSQL says the same of a role that does not exist, of one
 * that is not in the group, and of a certificate that the map does not know.
 */
function roleMissing({ serverName, dsn }: ConnectAttempt): Explanation {
  return [
    'role-missing',
    {
      detail: `You signed in correctly, but ${serverName} does not let this service open a session for "${dsn.user}". Either there is no such role, or it may not log in, or it is not a member of the group that pg_ident.conf allows (called usher_users here). A role that is there already needs GRANT usher_users TO ${identifier(dsn.user)}; and LOGIN. If nobody gets in, pg_hba.conf lacks map=oauth or pg_ident.conf has no line for this service's certificate (PostgreSQL 16 or newer): PostgreSQL's log then says "no match in usermap".`,
      owner: 'dba',
      fix: `CREATE ROLE ${identifier(dsn.user)} LOGIN IN ROLE usher_users;`,
    },
  ];
}

function notAllowed({ serverName, dsn }: ConnectAttempt): Explanation {
  return [
    'connection-not-allowed',
    {
      detail: `pg_hba.conf of ${serverName} has no line that lets this service connect for "${dsn.user}" to "${dsn.database}", or one that rejects it.`,
      owner: 'dba',
      fix: CERT_LINE,
    },
  ];
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);

/** X509_V_ERR_* as Node names them, and Node's own for a certificate of another name. */
const UNTRUSTED =
  /^(?:ERR_TLS_CERT_ALTNAME_INVALID|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_.+|CERT_.+|CRL_.+|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH)$/;

function explainNetwork(
  code: string | undefined,
  attempt: NetworkAttempt,
): Explanation | undefined {
  if (code === undefined) return undefined;
  const { serverName } = attempt;
  if (UNREACHABLE.has(code)) return unreachable(attempt);
  if (UNTRUSTED.test(code)) {
    return [
      'server-untrusted',
      {
        detail: `${serverName} could not prove who it is (${code}), so nothing was sent to it. Its certificate must come from the configured root and name the host in the definition.`,
        owner: 'admin',
      },
    ];
  }
  if (code.startsWith('ERR_SSL_') && code.includes('_ALERT_')) {
    return [
      'certificate-rejected',
      {
        detail: `${serverName} refused this service's certificate during the TLS handshake (${code.slice('ERR_SSL_'.length)}). Its ssl_ca_file must hold the certificate's issuer, and the certificate must be in date and meant for clients.`,
        owner: 'dba',
      },
    ];
  }
  return code.startsWith('ERR_SSL_') ? untrusted(attempt) : undefined;
}

/** pg gives no code when the server closes the connection, or does not offer TLS. */
function explainSilent(attempt: NetworkAttempt): Explanation {
  return attempt.closed ? unreachable(attempt) : untrusted(attempt);
}

function untrusted({ serverName }: NetworkAttempt): Explanation {
  return [
    'server-untrusted',
    {
      detail: `What answers at ${serverName} did not complete a TLS handshake as PostgreSQL does, so nothing was sent to it. The server needs ssl = on.`,
      owner: 'admin',
    },
  ];
}

/** One sentence for refused, unknown, filtered and starting: the difference would map the network. */
function unreachable({ serverName }: NetworkAttempt): Explanation {
  return [
    'server-unreachable',
    {
      detail: `${serverName} is not answering. Nothing ran; try again in a moment, and ask an administrator of pg-usher if it lasts.`,
      owner: 'admin',
    },
  ];
}

/** An identifier as SQL reads it back (PostgreSQL 18, section 4.1.1). */
function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
