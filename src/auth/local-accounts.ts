import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { hash, verify } from '@node-rs/argon2';
import { Repository } from 'typeorm';
import { withStore } from '../common/store-failure.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { LocalAccount } from './local-account.entity.js';
import type { LocalPrincipal } from './principal.js';

/** Argon2id, which is the library's default, with OWASP's first choice of costs (19 MiB, 2, 1). */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/** Of 32 random bytes that nobody has: unknown names cost the same time as known ones. */
const HASH_OF_NOTHING =
  '$argon2id$v=19$m=19456,t=2,p=1$FxJUDuCSf7/PGLRjt7fDQQ$uw5IAxxnpwO6Fj14/DWGKDwAHG6nHjscmtlpofWPeHI';

/** Somebody whose password was right. */
export interface Verified {
  readonly principal: LocalPrincipal;
  /**
   * Whether that still stands; to be asked once the session is there, because the account may be
   * disabled, or its password changed, between the one and the other.
   */
  readonly stillStands: () => Promise<boolean>;
  /** Of a local account: what the password was compared with. */
  readonly passwordHash?: string;
}

/** An argon2id hash of a password, in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, ARGON2);
}

/** The accounts that pg-usher keeps itself. Their principals have no database identity. */
@Injectable()
export class LocalAccounts implements OnApplicationBootstrap {
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
    const passwordHash = await hashPassword(admin.password.reveal());
    await this.accounts
      .createQueryBuilder()
      .insert()
      .values({ username, passwordHash, isAdmin: true })
      .orIgnore()
      .execute();
  }

  /**
   * Who a right password stands for; undefined for a wrong one, an unknown name and a disabled
   * account, after the same work.
   *
   * @throws Problem `store-unavailable`
   */
  async verify(username: string, password: string): Promise<Verified | undefined> {
    const account = await withStore(() => this.accounts.findOneBy({ username }));
    const right = await verify(account?.passwordHash ?? HASH_OF_NOTHING, password);
    if (account === null || !right || account.disabled) return undefined;
    const { id: accountId, isAdmin } = account;
    return {
      // The source is what this code knows, not what the request says.
      principal: { authSource: 'internal', accountId, username, groups: [], isAdmin },
      stillStands: () => this.isUnchanged(account),
      passwordHash: account.passwordHash,
    };
  }

  /** Waits for a change of the account that is being made. */
  private async isUnchanged({ id, passwordHash, isAdmin }: LocalAccount): Promise<boolean> {
    const where = { id, passwordHash, isAdmin, disabled: false };
    const lock = { mode: 'pessimistic_read' } as const;
    return withStore(() =>
      this.accounts.manager.transaction(
        async (manager) => (await manager.findOne(LocalAccount, { where, lock })) !== null,
      ),
    );
  }
}
