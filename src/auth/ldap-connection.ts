import { Client, type Entry, ResultCodeError, type SearchOptions } from 'ldapts';
import type { Socket } from 'node:net';
import { TimeLimit } from '../common/time-limit.js';
import { DirectoryError, type LdapEndpoint, openDirectory } from './ldap-socket.js';

/**
 * Result codes that say something about this name and this password (RFC 4511, appendix A):
 * constraintViolation and unwillingToPerform are what password policies lock accounts with.
 */
const REFUSALS: ReadonlySet<number> = new Set([
  19, // constraintViolation
  32, // noSuchObject
  34, // invalidDNSyntax
  48, // inappropriateAuthentication
  49, // invalidCredentials
  53, // unwillingToPerform
]);

/** What a search asks for. References to other directories are left alone. */
export type LdapQuery = Required<
  Pick<SearchOptions, 'scope' | 'filter' | 'sizeLimit' | 'attributes'>
> & { readonly base: string; readonly binary: readonly string[] };

/** One connection to the directory, that is never made anew under its user. */
export class LdapConnection {
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #timeLimit: number;

  private constructor(socket: Socket, timeoutMs: number) {
    let handedOver = false;
    this.#socket = socket;
    this.#timeLimit = Math.ceil(timeoutMs / 1000);
    this.#client = new Client({
      // The socket is there already; ldapts only insists on an address.
      url: 'ldap://directory.invalid',
      timeout: timeoutMs,
      connectTimeout: timeoutMs,
      // When the connection breaks, ldapts would silently open one that nobody is bound on.
      createConnection: () => {
        if (handedOver) throw new DirectoryError('CONNECTION_LOST');
        handedOver = true;
        return socket;
      },
    });
  }

  static async open(
    endpoint: LdapEndpoint,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<LdapConnection> {
    const connecting = new TimeLimit(timeoutMs, signal);
    try {
      const socket = await openDirectory(endpoint, connecting.signal);
      return new LdapConnection(socket, timeoutMs);
    } finally {
      connecting.clear();
    }
  }

  /** Whether the directory takes the password; anything but a yes or a no is thrown. */
  async accepts(dn: string, password: string): Promise<boolean> {
    // Success for an empty password means "nobody", and for an empty DN, too (RFC 4513, 5.1.2).
    if (dn === '' || password === '') return false;
    try {
      await this.#client.bind(dn, password);
      return true;
    } catch (error) {
      if (error instanceof ResultCodeError && REFUSALS.has(error.code)) return false;
      throw error;
    }
  }

  async search({ base, binary, ...options }: LdapQuery): Promise<Entry[]> {
    const { searchEntries } = await this.#client.search(base, {
      ...options,
      derefAliases: 'never',
      timeLimit: this.#timeLimit,
      explicitBufferAttributes: [...binary],
    });
    return searchEntries;
  }

  close(): void {
    this.#socket.destroy();
  }
}
