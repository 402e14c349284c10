import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import type { Problem } from '../common/problem.js';
import { TimeLimit } from '../common/time-limit.js';
import type { ServerDefinition } from '../servers/server-definition.js';
import { handshakeProblem } from './connect-failure.js';
import { tlsOptions } from './dsn.js';

/** PostgreSQL 18, section 54.7. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** How long a server may take to close what we have ended, in milliseconds. */
const LEAVE_MS = 500;

export type ProbeTarget = Pick<ServerDefinition, 'name' | 'host' | 'port' | 'sslMode'>;

/**
 * Whether PostgreSQL answers there and proves who it is, as far as that shows before a start-up packet:
 * a connection, an SSLRequest, a TLS handshake with the verification of the definition. Nobody is named
 * and nothing is proved to the server, so nothing here can be anybody's session.
 *
 * @param secureContext without a client certificate
 * @returns what a connect would fail with, in the same words; undefined when the server is there.
 *   Never rejects.
 */
export async function probeServer(
  target: ProbeTarget,
  secureContext: SecureContext,
  timeoutMs: number,
): Promise<Problem | undefined> {
  const over = new AbortController();
  const limit = new TimeLimit(timeoutMs, over.signal);
  const { signal } = limit;
  const socket = connectTcp({ host: target.host, port: target.port });
  // An error that comes after we stopped listening must not reach the process.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    over.abort();
  });
  try {
    await handshake(socket, target, { secureContext, signal });
    return undefined;
  } catch (error) {
    return handshakeProblem(error, { serverName: target.name, closed: signal.aborted });
  } finally {
    limit.clear();
    socket.destroy();
  }
}

async function handshake(
  socket: Socket,
  { host, sslMode }: ProbeTarget,
  {
    secureContext,
    signal,
  }: { readonly secureContext: SecureContext; readonly signal: AbortSignal },
): Promise<void> {
  await once(socket, 'connect', { signal });
  socket.write(SSL_REQUEST);
  const received: unknown[] = await once(socket, 'data', { signal });
  const answer = Buffer.isBuffer(received[0]) ? received[0].toString('latin1') : '';
  const encrypts = sslMode !== 'disable';
  if (answer === 'N' && !encrypts) return;
  // Exactly one byte: anything stuffed behind it would have come before the encryption.
  if (answer !== 'S') throw new Error('not an answer to SSLRequest that the definition allows');
  // Who does not ask for encryption is answered all the same, or PostgreSQL's log would complain.
  const tls = tlsOptions({ host, sslMode: encrypts ? sslMode : 'require' }, secureContext);
  const secure = connectTls({
    socket,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...tls,
  });
  secure.on('error', () => undefined);
  try {
    await once(secure, 'secureConnect', { signal });
    await leave(secure);
  } finally {
    secure.destroy();
  }
}

/** In order, or PostgreSQL's log would complain of a handshake that was cut short. Never rejects. */
async function leave(secure: TLSSocket): Promise<void> {
  secure.resume().end();
  await once(secure, 'close', { signal: AbortSignal.timeout(LEAVE_MS) }).catch(() => undefined);
}
