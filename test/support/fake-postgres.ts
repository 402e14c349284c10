import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

export interface FakePostgresOptions {
  readonly certPem: string;
  readonly keyPem: string;
  /** What to send once the start-up packet is read; by default a login as the user asked for. */
  readonly answer?: (startup: StartupPacket) => Buffer;
  /** Called with each message of the client after start-up; its answer is sent. */
  readonly onMessage?: (type: string, body: Buffer) => Buffer | undefined;
  /** After the first answer to a message, which comes in two pieces, the connection is ended. */
  readonly hangUp?: boolean;
}

/** The parameters of a start-up packet, in their order, duplicates kept. */
export type StartupPacket = readonly (readonly [string, string])[];

/** A server that speaks enough of the protocol to record who wants to be whom. */
export class FakePostgres {
  readonly startups: StartupPacket[] = [];
  /** Types and bodies of what came after start-up. */
  readonly messages: { readonly type: string; readonly body: Buffer }[] = [];
  /** Bytes that came before TLS, besides the SSLRequest. */
  clearBytes = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly options: FakePostgresOptions) {
    this.#server = createServer((socket) => {
      this.#accept(socket);
    });
  }

  static async start(options: FakePostgresOptions): Promise<FakePostgres> {
    const fake = new FakePostgres(options);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.once('data', (first) => {
      this.clearBytes += first.length - 8;
      socket.write('S');
      const secure = new TLSSocket(socket, {
        isServer: true,
        secureContext: createSecureContext({
          cert: this.options.certPem,
          key: this.options.keyPem,
        }),
      });
      secure.on('error', () => undefined);
      this.#serve(secure);
    });
  }

  #serve(socket: TLSSocket): void {
    let waiting = Buffer.alloc(0);
    let started = false;
    socket.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      for (;;) {
        const header = started ? 1 : 0;
        if (waiting.length < header + 4) return;
        const length = waiting.readInt32BE(header) + header;
        if (waiting.length < length) return;
        const message = waiting.subarray(0, length);
        waiting = waiting.subarray(length);
        if (started) this.#receive(socket, message);
        else this.#start(socket, message);
        started = true;
      }
    });
  }

  #start(socket: TLSSocket, message: Buffer): void {
    const startup = parseStartup(message.subarray(8));
    this.startups.push(startup);
    socket.write((this.options.answer ?? loginAsAsked)(startup));
  }

  #receive(socket: TLSSocket, message: Buffer): void {
    const type = message.toString('latin1', 0, 1);
    const body = message.subarray(5);
    this.messages.push({ type, body });
    const answer = this.options.onMessage?.(type, body);
    if (answer === undefined) return;
    if (this.options.hangUp !== true) {
      socket.write(answer);
      return;
    }
    const middle = answer.length >> 1;
    socket.write(answer.subarray(0, middle));
    setTimeout(() => socket.end(answer.subarray(middle)), 2);
  }
}

function parseStartup(body: Buffer): StartupPacket {
  const parts = body.toString('utf8').split('\0');
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < parts.length && parts[index] !== ''; index += 2) {
    pairs.push([parts[index] ?? '', parts[index + 1] ?? '']);
  }
  return pairs;
}

/** A backend message. */
export function backend(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const header = Buffer.alloc(5);
  header.write(type, 0, 'latin1');
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export const READY = backend('Z', 'I');

/** AuthenticationOk, the given reports, a key, and ReadyForQuery. */
export function login(parameters: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat([
    backend('R', int32(0)),
    ...Object.entries(parameters).map(([name, value]) => backend('S', `${name}\0${value}\0`)),
    backend('K', int32(4711), int32(42)),
    READY,
  ]);
}

export function userOf(startup: StartupPacket): string {
  return startup.find(([name]) => name === 'user')?.[1] ?? '';
}

function loginAsAsked(startup: StartupPacket): Buffer {
  return login({ session_authorization: userOf(startup), is_superuser: 'off' });
}
