import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { type Ber, ber, readBer } from './ber.js';

export interface LdapPerson {
  readonly dn: string;
  readonly password: string;
  readonly attributes: Readonly<Record<string, readonly (string | Buffer)[]>>;
}

/** What somebody asked the server, as it arrived. */
export type LdapRequest =
  | { readonly kind: 'bind'; readonly dn: string; readonly password: string; readonly tls: boolean }
  | {
      readonly kind: 'search';
      readonly base: string;
      readonly filter: string;
      readonly scope: number;
    };

export interface LdapServerOptions {
  readonly people: readonly LdapPerson[];
  readonly tls?: { readonly certPem: string; readonly keyPem: string };
  /** TLS from the first byte; otherwise on request. */
  readonly implicitTls?: boolean;
}

/** Something that a server does instead of answering; true when that was all. */
export type LdapFault = (socket: Socket, message: Ber) => boolean;

const BIND = 0x60;
const UNBIND = 0x42;
const SEARCH = 0x63;
const EXTENDED = 0x77;

/**
 * A small LDAP server in this process (RFC 4511): binds, searches, StartTLS. As some real servers
 * do, it says yes to an empty password, since that is nobody's bind (RFC 4513, section 5.1.2).
 */
export class LdapServer {
  readonly requests: LdapRequest[] = [];
  fault: LdapFault | undefined;
  readonly #options: LdapServerOptions;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(options: LdapServerOptions) {
    this.#options = options;
    const { tls, implicitTls } = options;
    const serve = (socket: Socket) => {
      this.#serve(socket);
    };
    this.#server =
      implicitTls && tls
        ? createTlsServer({ cert: tls.certPem, key: tls.keyPem }, serve)
        : createServer(serve);
    this.#server.on('tlsClientError', () => undefined);
  }

  static async start(options: LdapServerOptions): Promise<LdapServer> {
    const server = new LdapServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Filters of searches since the last look. */
  takeRequests(): LdapRequest[] {
    return this.requests.splice(0);
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    let buffer: Buffer = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk]);
      for (let next = readBer(buffer); next !== undefined; next = readBer(buffer)) {
        buffer = buffer.subarray(next.end);
        if (this.#isStartTls(next.value) && this.fault === undefined) {
          socket.off('data', onData);
          this.#startTls(socket, next.value);
          return;
        }
        this.#answer(socket, next.value);
      }
    };
    socket.on('data', onData);
  }

  #isStartTls({ parts: [, operation] }: Ber): boolean {
    return operation?.tag === EXTENDED;
  }

  #startTls(socket: Socket, { parts: [id] }: Ber): void {
    const { tls } = this.#options;
    socket.write(message(id!, ber(0x78, ...result(tls === undefined ? 2 : 0))));
    if (tls === undefined) return;
    const secure = new TLSSocket(socket, { isServer: true, cert: tls.certPem, key: tls.keyPem });
    this.#serve(secure);
  }

  #answer(socket: Socket, request: Ber): void {
    const [id, operation] = request.parts;
    if (operation?.tag === BIND) this.#noteBind(socket, operation);
    if (operation?.tag === SEARCH) this.#noteSearch(operation);
    if (this.fault?.(socket, request) === true) return;
    if (operation?.tag === UNBIND) socket.end();
    if (operation?.tag === BIND)
      socket.write(message(id!, ber(0x61, ...result(this.#bind(operation)))));
    if (operation?.tag === SEARCH) this.#search(socket, id!, operation);
  }

  #noteBind(socket: Socket, { parts: [, dn, password] }: Ber): void {
    const tls = socket instanceof TLSSocket;
    this.requests.push({ kind: 'bind', dn: textOf(dn), password: textOf(password), tls });
  }

  #noteSearch({ parts: [base, scope, , , , , filter] }: Ber): void {
    const shown = showFilter(filter!);
    this.requests.push({
      kind: 'search',
      base: textOf(base),
      filter: shown,
      scope: scope!.bytes[0]!,
    });
  }

  #bind({ parts: [, dn, password] }: Ber): number {
    if (password!.bytes.length === 0) return 0;
    const person = this.#find(textOf(dn));
    return person?.password === textOf(password) ? 0 : 49;
  }

  #search(socket: Socket, id: Ber, { parts }: Ber): void {
    const [base, scope, , limit, , , filter, wanted] = parts;
    const inScope = this.#options.people.filter(({ dn }) =>
      scope!.bytes[0] === 0
        ? dn.toLowerCase() === textOf(base).toLowerCase()
        : dn.toLowerCase().endsWith(textOf(base).toLowerCase()),
    );
    const names = wanted!.parts.map((name) => name.bytes.toString().toLowerCase());
    const found = inScope.filter((person) => matches(filter!, person));
    const most = limit!.bytes[0] ?? 0;
    for (const person of most === 0 ? found : found.slice(0, most)) {
      const attributes = Object.entries(person.attributes).filter(([name]) =>
        names.includes(name.toLowerCase()),
      );
      const list = attributes.map(([name, values]) =>
        ber(0x30, ber(4, name), ber(0x31, ...values.map((value) => ber(4, value)))),
      );
      socket.write(message(id, ber(0x64, ber(4, person.dn), ber(0x30, ...list))));
    }
    const tooMany = most !== 0 && found.length > most;
    socket.write(message(id, ber(0x65, ...result(tooMany ? 4 : 0))));
  }

  #find(dn: string): LdapPerson | undefined {
    return this.#options.people.find((person) => person.dn.toLowerCase() === dn.toLowerCase());
  }
}

/** An LDAPMessage that answers the one with this id. */
export function message(id: Ber, operation: Buffer): Buffer {
  return ber(0x30, ber(2, id.bytes), operation);
}

/** The parts of an LDAPResult. */
export function result(code: number): [Buffer, Buffer, Buffer] {
  return [ber(10, code), ber(4, ''), ber(4, '')];
}

function matches(filter: Ber, person: LdapPerson): boolean {
  const { tag, parts } = filter;
  if (tag === 0xa0) return parts.every((part) => matches(part, person));
  if (tag === 0xa1) return parts.some((part) => matches(part, person));
  if (tag === 0xa2) return parts.every((part) => !matches(part, person));
  if (tag === 0x87)
    return (
      filter.bytes.toString().toLowerCase() === 'objectclass' ||
      valuesOf(person, filter.bytes.toString()).length > 0
    );
  if (tag === 0xa4) return valuesOf(person, textOf(parts[0])).length > 0;
  const value = textOf(parts[1]).toLowerCase();
  return valuesOf(person, textOf(parts[0])).some((own) => own.toString().toLowerCase() === value);
}

function valuesOf({ attributes }: LdapPerson, wanted: string): readonly (string | Buffer)[] {
  const name = Object.keys(attributes).find((key) => key.toLowerCase() === wanted.toLowerCase());
  return name === undefined ? [] : (attributes[name] ?? []);
}

/** The structure of a filter, with each value as JSON, so that a value is seen to be one. */
function showFilter({ tag, bytes, parts }: Ber): string {
  const inner = () => parts.map(showFilter).join('');
  if (tag === 0xa0) return `(&${inner()})`;
  if (tag === 0xa1) return `(|${inner()})`;
  if (tag === 0xa2) return `(!${inner()})`;
  if (tag === 0x87) return `(${bytes.toString()}=*)`;
  if (tag === 0xa4) return `(${textOf(parts[0])}~substrings)`;
  return `(${textOf(parts[0])}=${JSON.stringify(textOf(parts[1]))})`;
}

function textOf(part: Ber | undefined): string {
  return part?.bytes.toString() ?? '';
}
