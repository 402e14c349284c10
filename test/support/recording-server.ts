import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

export interface RecordingServerOptions {
  readonly certPem: string;
  readonly keyPem: string;
  /** What is said to the SSLRequest; TLS follows when it begins with `S`. */
  readonly answer?: string;
  /** 127.0.0.1 unless told. */
  readonly address?: string;
  /** A free one unless told. */
  readonly port?: number;
  /** Called with each message that came over TLS, the start-up packet first, as type ''. */
  readonly onMessage?: (type: string, body: Buffer, socket: TLSSocket) => void;
  /** Hangs up after the first bytes that are no SSLRequest, as after a CancelRequest. */
  readonly hangUp?: boolean;
}

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** A server that keeps every byte it gets, in clear and over TLS, and answers as a test says. */
export class RecordingServer {
  /** What came in clear, connection by connection. */
  readonly clear: Buffer[] = [];
  /** What came over TLS, together. */
  secure = Buffer.alloc(0);
  /** The names that were asked for in TLS (SNI). */
  readonly names: string[] = [];
  readonly #options: RecordingServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(options: RecordingServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => {
      this.#accept(socket);
    });
  }

  static async start(options: RecordingServerOptions): Promise<RecordingServer> {
    const recording = new RecordingServer(options);
    const { address = '127.0.0.1', port = 0 } = options;
    await new Promise<void>((resolve, reject) => {
      recording.#server.once('error', reject);
      recording.#server.listen(port, address, resolve);
    });
    return recording;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Resolves once nobody is connected, so that all that was sent has been kept. */
  async quiet(): Promise<void> {
    const deadline = Date.now() + 5000;
    while (this.#sockets.size > 0) {
      if (Date.now() > deadline) throw new Error('Somebody is still connected.');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    const index = this.clear.push(Buffer.alloc(0)) - 1;
    const onData = (chunk: Buffer): void => {
      const { answer = 'S', hangUp } = this.#options;
      this.clear[index] = Buffer.concat([this.clear[index] ?? Buffer.alloc(0), chunk]);
      if (!chunk.equals(SSL_REQUEST)) {
        if (hangUp === true) socket.end();
        return;
      }
      if (answer.startsWith('S')) socket.off('data', onData);
      socket.write(answer);
      if (answer.startsWith('S')) this.#secure(socket);
    };
    socket.on('data', onData);
  }

  #secure(socket: Socket): void {
    const { certPem: cert, keyPem: key } = this.#options;
    const secureContext = createSecureContext({ cert, key });
    const secure = new TLSSocket(socket, {
      isServer: true,
      secureContext,
      SNICallback: (name, done) => {
        this.names.push(name);
        done(null, secureContext);
      },
    });
    secure.on('error', () => undefined);
    let waiting = Buffer.alloc(0);
    let started = false;
    secure.on('data', (chunk: Buffer) => {
      this.secure = Buffer.concat([this.secure, chunk]);
      waiting = Buffer.concat([waiting, chunk]);
      for (;;) {
        const header = started ? 1 : 0;
        if (waiting.length < header + 4) break;
        const length = waiting.readInt32BE(header) + header;
        if (waiting.length < length) break;
        const type = waiting.toString('latin1', 0, header);
        this.#options.onMessage?.(type, waiting.subarray(header + 4, length), secure);
        waiting = waiting.subarray(length);
        started = true;
      }
      if (this.#options.hangUp === true) secure.end();
    });
  }
}
