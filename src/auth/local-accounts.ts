import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { hash, verify } from '@node-rs/argon2';
import { Repository } from 'typeorm';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { LocalAccount } from './local-account.entity.js';
import { LoginBackoff } from './login-backoff.js';
import type { AuthSource, LocalPrincipal } from './principal.js';
import { withStore } from '../common/store-failure.js';

/** Argon2id, which is the library's default, with OWASP's first choice of costs (19 MiB, 2, 1). */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/** Of 32 random bytes that nobody has: unknown names cost the same time as known ones. */
const HASH_OF_NOTHING =
  '$argon2id$v=19$m=19456,t=2,p=1$FxJUDuCSf7/PGLRjt7fDQQ$uw5IAxxnpwO6Fj14/DWGKDwAHG6nHjscmtlpofWPeHI';

/** A password login as it arrives, its form checked. */
export interface PasswordLogin {
  readonly source: AuthSource;
  readonly username: string;
  readonly password: string;
}

/** The accounts that pg-usher keeps itself. Their principals have no database identity. */
@Injectable()
export class LocalAccounts implements OnApplicationBootstrap {
  readonly #backoff = new LoginBackoff();

  constructor(
    @InjectRepository(LocalAccount) private readonly accounts: Repository<LocalAccount>,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * Makes the first administrator, if there is no account of that name. An existing one keeps its
   * password, and of two instances that boot at once one inserts and the other finds it done.
   */
  async onApplicationBootstrap(): Promise<void> {
    const admin = this.config.bootstrapAdmin;
    if (admin === undefined) return;
    const { username } = admin;
    if (await this.accounts.existsBy({ username })) return;
    const passwordHash = await hash(admin.password.reveal(), ARGON2);
    await this.accounts
      .createQueryBuilder()
      .insert()
      .values({ username, passwordHash, isAdmin: true })
      .orIgnore()
      .execute();
  }

  /**
   * The principal for a right password.
   *
   * @param client who is asking, as far as it can be told: the remote address
   * @throws Problem `login-failed` (one answer for every reason), `login-refused` for a source
   * that takes no passwords here, `store-unavailable`
   */
  async signIn(login: PasswordLogin, client: string): Promise<LocalPrincipal> {
    const { source, username, password } = login;
    if (source !== 'internal') throw sourceNotOnOffer(source);
    const key = `${username}\n${client}`;
    const wait = this.#backoff.begin(key, Date.now());
    if (wait > 0) throw loginFailed(username, Math.ceil(wait / 1000));
    const account = await withStore(() => this.accounts.findOneBy({ username }));
    const right = await verify(account?.passwordHash ?? HASH_OF_NOTHING, password);
    if (account === null || !right || account.disabled) throw loginFailed(username, undefined);
    this.#backoff.succeeded(key);
    const { id: accountId, isAdmin } = account;
    // The source is what this code knows, not what the request says.
    return { authSource: 'internal', accountId, username, groups: [], isAdmin };
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

function loginFailed(username: string, retryAfter: number | undefined): Problem {
  return new Problem('login-failed', {
    detail:
      retryAfter === undefined
        ? 'The user name or the password is wrong, or the account is disabled.'
        : `There were too many attempts. Try again in ${retryAfter} s.`,
    owner: 'user',
    ...(retryAfter === undefined ? {} : { retryAfter }),
    refusal: { issuer: 'urn:pg-usher:internal', username },
  });
}
