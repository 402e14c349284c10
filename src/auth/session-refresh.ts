import { isDeepStrictEqual } from 'node:util';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import { Problem } from '../common/problem.js';
import { withStore } from '../common/store-failure.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import {
  type Claims,
  type ClaimsReading,
  isRecord,
  principalFromClaims,
  TokenFault,
} from './claims.js';
import { OidcProviders } from './oidc-providers.js';
import type { OAuthPrincipal } from './principal.js';
import { refreshTokens } from './refresh-grant.js';
import { nextRefresh } from './refresh-time.js';
import { SealedTokens } from './sealed-tokens.js';
import { SessionService } from './session.service.js';
import { Session } from './session.entity.js';

/** How often it is looked whether a session is due. */
const LOOK_MS = 5000;
/** Sessions that are asked about at the same time. */
const BATCH = 20;
/** For this long a session is nobody else's to refresh; longer than the provider may take. */
const CLAIM_SECONDS = 60;
/** After a provider could not be asked. */
const RETRY_MS = 30_000;

/**
 * Asks the providers again, in the background, whether what sessions say is still true, where they
 * gave a refresh token for it. Somebody who was disabled there, or is somebody else in the database
 * now, loses the session and what runs in it; new groups take effect. A provider that does not
 * answer ends nothing: the absolute limit holds.
 */
@Injectable()
export class SessionRefresh implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #logger = new Logger('SessionRefresh');
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(
    @InjectRepository(Session) private readonly rows: Repository<Session>,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly providers: OidcProviders,
    private readonly sealedTokens: SealedTokens,
    private readonly sessions: SessionService,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS);
    this.#timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Refreshes what is due now. Never rejects; what fails is tried again. */
  look(): Promise<void> {
    return (this.#looking ??= this.#refreshDue()
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : typeof error;
        this.#logger.warn(`Sessions could not be refreshed: ${reason}`);
      })
      .finally(() => {
        this.#looking = undefined;
      }));
  }

  async #refreshDue(): Promise<void> {
    for (let more = true; more;) {
      const rows = await this.#claim();
      await Promise.all(rows.map((row) => this.#refresh(row)));
      more = rows.length === BATCH;
    }
  }

  /** Takes sessions that are due; no other instance gets the same ones. */
  async #claim(): Promise<Session[]> {
    const { idleMs } = this.config.session;
    const claimed: unknown = await withStore(() =>
      this.rows.query(
        `with due as (
           select key from session
           where refresh_at <= now() and expires_at > now() and last_seen_at > $1
           order by refresh_at limit $2 for update skip locked),
         claimed as (
           update session set refresh_at = now() + make_interval(secs => $3)
           where key in (select key from due) returning key)
         select key from claimed`,
        [new Date(Date.now() - idleMs), BATCH, CLAIM_SECONDS],
      ),
    );
    const keys = (Array.isArray(claimed) ? claimed : []).flatMap((row: unknown) =>
      isRecord(row) && typeof row['key'] === 'string' ? row['key'] : [],
    );
    return keys.length === 0 ? [] : withStore(() => this.rows.findBy({ key: In(keys) }));
  }

  async #refresh(row: Session): Promise<void> {
    const principal = this.sessions.principalOf(row);
    const tokens = row.tokens === null ? undefined : this.sealedTokens.open(row.key, row.tokens);
    if (principal?.authSource !== 'oauth2' || tokens?.refreshToken === undefined) {
      await this.#end(row, 'its row was not made by us');
      return;
    }
    const provider = this.providers.byIssuer(principal.issuer);
    if (provider === undefined) {
      await this.#end(row, 'its provider is not configured any more');
      return;
    }
    try {
      const { client } = await provider.ready();
      const news = await refreshTokens(client, provider.keys.keyOf, tokens.refreshToken);
      const reading = { ...provider.config, adminGroups: this.config.adminGroups };
      const renewed = renew(principal, news.idToken?.claims, reading);
      const { token: idToken = tokens.idToken } = news.idToken ?? {};
      const refreshToken = news.refreshToken ?? tokens.refreshToken;
      await this.sessions.renew(row, renewed, {
        tokens: this.sealedTokens.seal(row.key, { idToken, refreshToken }),
        refreshAt: nextRefresh(news.lifetime, this.config.session.refreshMs),
      });
    } catch (error) {
      await this.#afterFailure(row, error);
    }
  }

  async #afterFailure(row: Session, error: unknown): Promise<void> {
    const refused = error instanceof Problem && error.code === 'login-failed';
    if (refused || error instanceof TokenFault) {
      await this.#end(row, error.message);
      return;
    }
    if (!(error instanceof Problem)) throw error;
    this.#logger.warn(`A session could not be refreshed and stays as it is: ${error.message}`);
    const refreshAt = new Date(Date.now() + RETRY_MS);
    await withStore(() => this.rows.update(row.key, { refreshAt }));
  }

  async #end({ key, publicId }: Session, reason: string): Promise<void> {
    this.#logger.log(`Session ${publicId} ends at its refresh: ${reason}`);
    await this.sessions.end(key);
  }
}

/**
 * The principal after a refresh. How and when somebody proved who they are stays as it was: a
 * refresh is no proof.
 *
 * @throws TokenFault when it is another person now, or the same one under another name
 */
export function renew(
  before: OAuthPrincipal,
  claims: Claims | undefined,
  reading: ClaimsReading,
): OAuthPrincipal {
  if (claims === undefined) return before;
  const now = principalFromClaims(claims, reading);
  const identity = ({
    issuer,
    subject,
    claimName,
    claimValue,
    emailVerified,
  }: OAuthPrincipal): unknown[] => [issuer, subject, claimName, claimValue, emailVerified];
  if (!isDeepStrictEqual(identity(before), identity(now))) {
    throw new TokenFault('the provider names somebody else now');
  }
  const { username, groups, isAdmin } = now;
  return { ...before, username, groups, isAdmin };
}
