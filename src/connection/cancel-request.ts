import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import type { SslMode } from '../servers/server-definition.js';
import { tlsOptions } from './dsn.js';

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
const CANCEL_REQUEST_CODE = 80877102;
const ANSWER_S = 0x53;

export interface CancelTarget {
  /** Whose certificate is expected. */
  readonly host: string;
  /** Where the session is; the name may stand for other servers by now. */
  readonly address: string;
  readonly sslMode: SslMode;
  readonly port: number;
  readonly secureContext: SecureContext;
  readonly processId: number;
  readonly secretKey: number;
}

/**
 * Asks PostgreSQL to cancel what a backend is doing: CancelRequest on a connection of its own
 * (PostgreSQL 18, section 54.2.9). It goes over TLS with the same verification as the session,
 * because pg's own `cancel` would send the backend's secret in clear.
 *
 * PostgreSQL gives no answer; that the statement ended shows on its own connection. Failures are
 * not reported for the same reason: the caller waits for the end and then closes the socket.
 *
 * @param timeoutMs after which the attempt is given up
 * @returns true when PostgreSQL has sent the signal: nothing of this cancel comes later. False when
 *   it may still come, and hit whatever runs then.
 */
export async function requestCancel(target: CancelTarget, timeoutMs: number): Promise<boolean> {
  const socket = connectTcp({ host: target.address, port: target.port });
  // An error that comes after we stopped listening must not reach the process.
  socket.on('error', () => undefined);
  try {
    return await exchange(socket, target, AbortSignal.timeout(timeoutMs));
  } catch {
    // The server is gone or refuses: nothing is left to cancel.
    return false;
  } finally {
    socket.destroy();
  }
}

async function exchange(
  socket: Socket,
  target: CancelTarget,
  signal: AbortSignal,
): Promise<boolean> {
  await once(socket, 'connect', { signal });
  const tls = tlsOptions(target, target.secureContext);
  if (tls === false) {
    await send(socket, target, signal);
    return true;
  }
  socket.write(SSL_REQUEST);
  const received: unknown[] = await once(socket, 'data', { signal });
  const answer = received[0];
  // Exactly one byte: anything stuffed behind it would have come before the encryption.
  if (!Buffer.isBuffer(answer) || answer.length !== 1 || answer[0] !== ANSWER_S) return false;
  const secure = connectTls({
    socket,
    ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
    ...tls,
  });
  secure.on('error', () => undefined);
  try {
    await once(secure, 'secureConnect', { signal });
    await send(secure, target, signal);
    return true;
  } finally {
    secure.destroy();
  }
}

async function send(socket: Socket, target: CancelTarget, signal: AbortSignal): Promise<void> {
  socket.resume();
  socket.write(cancelPacket(target.processId, target.secretKey));
  // PostgreSQL closes the connection once it has sent the signal to the backend.
  await once(socket, 'close', { signal });
}

function cancelPacket(processId: number, secretKey: number): Buffer {
  const packet = Buffer.alloc(16);
  packet.writeInt32BE(16, 0);
  packet.writeInt32BE(CANCEL_REQUEST_CODE, 4);
  packet.writeInt32BE(processId, 8);
  packet.writeInt32BE(secretKey, 12);
  return packet;
}
