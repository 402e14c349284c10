import { once } from 'node:events';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { BerReader } from 'ldapts';
import type { LdapConfig } from '../config/ldap-config.js';

/** What a directory may send in one sign-in; a person with a thousand groups needs a tenth. */
const MAX_BYTES = 1024 * 1024;
const MAX_START_TLS_ANSWER = 4096;

/** An ExtendedRequest with message id 1 for 1.3.6.1.4.1.1466.20037 (RFC 4511, section 4.14.1). */
const START_TLS_REQUEST = Buffer.from([
  0x30,
  0x1d,
  0x02,
  0x01,
  0x01,
  0x77,
  0x18,
  0x80,
  0x16,
  ...Buffer.from('1.3.6.1.4.1.1466.20037'),
]);

/** What a directory did that keeps us from asking it. */
export class DirectoryError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = 'DirectoryError';
    this.code = code;
  }
}

/** What is needed to reach a directory. */
export type LdapEndpoint = Pick<LdapConfig, 'host' | 'port' | 'security'> & {
  readonly ca: string | undefined;
};

/**
 * A connection to the directory, its certificate verified wherever it is not on loopback.
 *
 * StartTLS is done here and not by ldapts 8.2.0, which keeps the beginning of a message that came
 * before TLS and puts it in front of what comes after: somebody on the way could make any password
 * right. Here the answer must be one whole message with nothing after it.
 *
 * @param signal destroys the socket whenever it aborts, also after this has resolved
 * @throws whatever the socket or TLS failed with, or a {@link DirectoryError}
 */
export async function openDirectory(endpoint: LdapEndpoint, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const { host, port, security } = endpoint;
  const first =
    security === 'tls'
      ? connectTls({ ...tlsOptions(endpoint), host, port })
      : connectPlain(port, host);
  guard(first, signal);
  await once(first, security === 'tls' ? 'secureConnect' : 'connect', { signal });
  if (security !== 'starttls') return limited(first);
  await askForTls(first, signal);
  const second = connectTls({ ...tlsOptions(endpoint), host, socket: first });
  guard(second, signal);
  await once(second, 'secureConnect', { signal });
  return limited(second);
}

function tlsOptions({ host, ca }: LdapEndpoint): ConnectionOptions {
  return {
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca }),
    // TLS names no addresses (RFC 6066, section 3); the certificate is checked against it anyway.
    ...(isIP(host) === 0 ? { servername: host } : {}),
  };
}

async function askForTls(socket: Socket, signal: AbortSignal): Promise<void> {
  socket.write(START_TLS_REQUEST);
  let answer: Buffer = Buffer.alloc(0);
  for (;;) {
    const chunks: unknown[] = await once(socket, 'data', { signal });
    answer = Buffer.concat([answer, ...chunks.filter((chunk) => Buffer.isBuffer(chunk))]);
    if (isStartTlsGranted(answer)) return;
  }
}

/** False while the answer is not complete. */
function isStartTlsGranted(answer: Buffer): boolean {
  const reader = new BerReader(answer);
  if (reader.readSequence(0x30) === null) return false;
  const size = reader.offset + reader.length;
  if (reader.length < 0 || size > MAX_START_TLS_ANSWER || answer.length > size) {
    throw new DirectoryError('STARTTLS_FOLLOWED_BY_MORE');
  }
  if (answer.length < size) return false;
  const isAnswer = reader.readInt() === 1 && reader.readSequence() === 0x78;
  if (isAnswer && reader.readEnumeration() === 0) return true;
  throw new DirectoryError('STARTTLS_NOT_GRANTED');
}

/** Errors reach whoever waits; one that nobody waits for any more must not end the process. */
function guard(socket: Socket, signal: AbortSignal): void {
  const destroy = (): void => {
    socket.destroy();
  };
  signal.addEventListener('abort', destroy, { once: true });
  socket.once('close', () => {
    signal.removeEventListener('abort', destroy);
    socket.on('error', () => undefined);
  });
  socket.on('error', () => undefined);
}

function limited(socket: Socket): Socket {
  let received = 0;
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > MAX_BYTES) socket.destroy();
  });
  return socket;
}
