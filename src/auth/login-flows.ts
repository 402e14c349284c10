import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, Repository } from 'typeorm';
import { isRecord } from './claims.js';
import { KeyedHash, randomId } from './keyed-hash.js';
import { LoginFlow } from './login-flow.entity.js';
import { withStore } from '../common/store-failure.js';

export const LOGIN_LIFETIME_MS = 10 * 60_000;
const MAX_PER_BROWSER = 8;

/** What a login remembers between its two requests. */
export interface PendingLogin {
  /** `OidcConfig.id` of the provider that the browser was sent to. */
  readonly provider: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  /** Seconds; null where any age of the authentication will do. */
  readonly maxAge: number | null;
}

/** A login that has been taken out of the store. */
export interface ConsumedLogin extends PendingLogin {
  readonly begunAt: Date;
}

/**
 * The logins in flight, in our database, so that any instance can finish what another one began.
 * All methods throw Problem `store-unavailable`.
 */
@Injectable()
export class LoginFlows {
  constructor(
    @InjectRepository(LoginFlow) private readonly flows: Repository<LoginFlow>,
    private readonly hash: KeyedHash,
  ) {}

  /**
   * Remembers a login under a new `state`, which it gives back.
   *
   * @param browser the random value in the cookie of the browser
   */
  async remember(browser: string, login: PendingLogin): Promise<string> {
    const state = randomId();
    const browserKey = this.hash.of('login-browser', browser);
    const createdAt = new Date();
    const expiresAt = new Date(createdAt.getTime() + LOGIN_LIFETIME_MS);
    const stateKey = this.hash.of('login-state', state);
    await withStore(async () => {
      await this.flows.insert({ ...login, stateKey, browserKey, createdAt, expiresAt });
      await this.flows.delete({ expiresAt: LessThan(createdAt) });
      await this.dropOldest(browserKey);
    });
    return state;
  }

  /**
   * The login that began with this state in this browser; nobody gets it a second time, on this
   * instance or another, because the row goes in the statement that reads it. A state of another
   * browser, and one of another provider's login (mix-up), is not found and stays usable there.
   */
  async consume(
    browser: string,
    state: string,
    provider: string,
  ): Promise<ConsumedLogin | undefined> {
    const deleted = await withStore(() =>
      this.flows
        .createQueryBuilder()
        .delete()
        .where({
          stateKey: this.hash.of('login-state', state),
          browserKey: this.hash.of('login-browser', browser),
          provider,
        })
        .andWhere('expires_at > :now', { now: new Date() })
        .returning(['provider', 'nonce', 'verifier', 'returnTo', 'maxAge', 'createdAt'])
        .execute(),
    );
    const rows: unknown = deleted.raw;
    return Array.isArray(rows) ? readRow(rows[0]) : undefined;
  }

  private async dropOldest(browserKey: string): Promise<void> {
    await this.flows.query(
      `delete from login_flow where browser_key = $1 and state_key not in (
         select state_key from login_flow where browser_key = $1
         order by created_at desc, state_key limit $2)`,
      [browserKey, MAX_PER_BROWSER],
    );
  }
}

function readRow(row: unknown): ConsumedLogin | undefined {
  if (!isRecord(row)) return undefined;
  const { provider, nonce, verifier, return_to: returnTo, created_at: begunAt } = row;
  if (typeof nonce !== 'string' || typeof verifier !== 'string') return undefined;
  if (typeof provider !== 'string' || typeof returnTo !== 'string') return undefined;
  const maxAge = typeof row['max_age'] === 'number' ? row['max_age'] : null;
  return begunAt instanceof Date
    ? { provider, nonce, verifier, returnTo, maxAge, begunAt }
    : undefined;
}
