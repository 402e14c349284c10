import { Inject, Injectable } from '@nestjs/common';
import { clientKey } from '../common/addresses.js';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { LdapDirectory } from './ldap-directory.js';
import { LocalAccounts, type Verified } from './local-accounts.js';
import { countedName, Lockout } from './lockout.js';
import { LoginBackoff } from './login-backoff.js';
import type { AuthSource } from './principal.js';
import { RateLimits } from './rate-limits.js';

/** A password login as it arrives, its form checked. */
export interface PasswordLogin {
  readonly source: AuthSource;
  readonly username: string;
  readonly password: string;
}

type PasswordSource = Extract<AuthSource, 'internal' | 'ldap'>;

/** The sign-ins with a password, and what keeps passwords from being guessed. */
@Injectable()
export class PasswordLogins {
  readonly #backoff = new LoginBackoff();

  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly accounts: LocalAccounts,
    private readonly directory: LdapDirectory,
    private readonly lockout: Lockout,
    private readonly limits: RateLimits,
  ) {}

  /**
   * Who the right password stands for.
   *
   * @param client who is asking, as far as it can be told: the remote address
   * @throws Problem `login-failed` (one answer for every reason), `login-refused` for a source
   * that takes no passwords here, `too-many-requests`, `store-unavailable`, `provider-unavailable`,
   * `provider-error`
   */
  async signIn(login: PasswordLogin, client: string): Promise<Verified> {
    const source = this.offered(login.source);
    const { username, password } = login;
    this.limits.password(countedName({ source, username }));
    const key = `${countedName({ source, username })}\n${clientKey(client)}`;
    const wait = this.#backoff.begin(key, Date.now());
    if (wait > 0) throw loginFailed(login, Math.ceil(wait / 1000));
    const verified = await this.counted({ source, username, password });
    this.#backoff.succeeded(key);
    return verified;
  }

  /**
   * Once more the password of somebody who is signed in, for what a stolen session must not do.
   *
   * @throws Problem `login-failed`, `store-unavailable`
   */
  async confirm(username: string, password: string): Promise<Verified> {
    return this.counted({ source: 'internal', username, password });
  }

  private async counted(login: PasswordLogin & { source: PasswordSource }): Promise<Verified> {
    const locked = await this.lockout.begin(login);
    if (locked > 0) throw loginFailed(login, locked);
    const verified = await this.decided(login);
    if (verified === undefined) throw loginFailed(login, undefined);
    await this.lockout.succeeded(login);
    return verified;
  }

  private async decided(
    login: PasswordLogin & { source: PasswordSource },
  ): Promise<Verified | undefined> {
    const { source, username, password } = login;
    try {
      return source === 'internal'
        ? await this.accounts.verify(username, password)
        : await this.directory.verify(username, password);
    } catch (error) {
      if (error instanceof Problem && source === 'ldap') await this.lockout.undecided(login);
      throw error;
    }
  }

  private offered(source: AuthSource): PasswordSource {
    if (source === 'internal') return source;
    if (source === 'ldap' && this.config.ldap !== undefined) return source;
    throw sourceNotOnOffer(source);
  }
}

function sourceNotOnOffer(source: AuthSource): Problem {
  return new Problem('login-refused', {
    detail:
      source === 'oauth2'
        ? 'OpenID Connect takes no password here: begin at GET /auth/login.'
        : `Signing in by "${source}" is not on offer here. GET /auth/providers lists the ways to sign in.`,
    owner: 'user',
  });
}

/** One answer for whatever is wrong with a name and its password. */
export function loginFailed(
  { source, username }: Omit<PasswordLogin, 'password'>,
  retryAfter: number | undefined,
): Problem {
  return new Problem('login-failed', {
    detail:
      retryAfter === undefined
        ? 'The user name or the password is wrong, or the account is disabled.'
        : `There were too many attempts. Try again in ${retryAfter} s.`,
    owner: 'user',
    ...(retryAfter === undefined ? {} : { retryAfter }),
    refusal: { issuer: `urn:pg-usher:${source}`, username },
  });
}
