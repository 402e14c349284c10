import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThan, MoreThan, Repository } from 'typeorm';
import { withStore } from '../common/store-failure.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { foldDn } from './ldap-names.js';
import { KeyedHash, randomId } from './keyed-hash.js';
import { type Principal, principalIdentity } from './principal.js';
import { decodePrincipal, encodePrincipal } from './principal-json.js';
import { SealedTokens, type SessionTokens } from './sealed-tokens.js';
import { type ResolvedSession, SessionCache } from './session-cache.js';
import { SessionEnds } from './session-ends.js';
import { Session } from './session.entity.js';

const TOUCH_EVERY_MS = 60_000;
const MAX_USER_AGENT = 120;

/** What a session begins with, besides who it is. */
export interface SessionOpening {
  /** The id in the cookie that the browser sent along, if any. */
  readonly replaces: string | undefined;
  readonly remoteAddress: string;
  readonly userAgent: string | undefined;
  /** Of the provider, where one vouched for the person. */
  readonly tokens?: KeptTokens;
}

/** A provider's tokens, and when to ask it again with them; undefined for never. */
export interface KeptTokens extends SessionTokens {
  readonly refreshAt: Date | undefined;
}

/**
 * The sessions of browsers: a random id of 256 bits in the cookie, and in our database its
 * HMAC-SHA-256, keyed by `SESSION_SECRET`. Reading the database therefore gives nobody a session.
 * Writing to it does not either: a row counts only with the seal that this key makes, over the
 * principal, too. All methods throw Problem `store-unavailable`.
 */
@Injectable()
export class SessionService {
  readonly #cache: SessionCache;

  constructor(
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly hash: KeyedHash,
    private readonly sealedTokens: SealedTokens,
    private readonly ends: SessionEnds,
  ) {
    const cache = new SessionCache(config.session.cacheMs);
    this.#cache = cache;
    ends.subscribe((what) => {
      cache.forget(what);
    });
    ends.onGap(() => {
      cache.clear();
    });
  }

  /**
   * A new session, always under a new id (fixation), in place of the one that the browser had
   * before: an old identity does not stay usable beside the new one, and its work ends.
   *
   * @returns the id for the cookie
   */
  async create(principal: Principal, opening: SessionOpening): Promise<string> {
    const id = randomId();
    const now = new Date();
    const row = this.newRow(this.keyOf(id), principal, opening);
    const old = opening.replaces === undefined ? undefined : this.keyOf(opening.replaces);
    await this.ends.publishWith(async (manager) => {
      if (old !== undefined) await manager.delete(Session, old);
      await manager.insert(Session, row);
      return { ends: old === undefined ? [] : [{ sessionKey: old }], result: undefined };
    });
    await withStore(() => this.sessions.delete({ expiresAt: LessThan(now) }));
    return id;
  }

  /**
   * Who the id in a cookie stands for; undefined when it is unknown, expired, idle or forged. May
   * be a few seconds old, but only while ends on other instances are heard at once.
   *
   * @param isUse whether it keeps the session from being idle; it does unless it says otherwise
   */
  async resolve(id: string, { isUse } = { isUse: true }): Promise<ResolvedSession | undefined> {
    const key = this.keyOf(id);
    const cached = this.ends.current ? this.#cache.get(key, Date.now()) : undefined;
    if (cached !== undefined) return cached;
    const { mark } = this.#cache;
    const row = await withStore(() => this.sessions.findOneBy({ key }));
    const principal = row === null ? undefined : this.principalOf(row);
    if (row === null || principal === undefined) return undefined;
    const now = Date.now();
    const idle = now - row.lastSeenAt.getTime();
    if (row.expiresAt.getTime() <= now || idle >= this.config.session.idleMs) {
      await this.end(key);
      return undefined;
    }
    const session = { principal, key, expiresAt: row.expiresAt };
    const isDue = idle >= Math.min(TOUCH_EVERY_MS, this.config.session.idleMs / 4);
    // Not kept: the next one may be a use, and has to be noted.
    if (isDue && !isUse) return session;
    if (isDue) await withStore(() => this.sessions.update(key, { lastSeenAt: new Date(now) }));
    this.#cache.keep(session, { now, mark });
    return session;
  }

  /** The principal in a row; undefined when the row was not made by us. */
  principalOf(row: Session): Principal | undefined {
    if (!this.hash.matches(row.seal, 'session-row', sealed(row))) return undefined;
    const principal = decodePrincipal(row.principal);
    return principal === undefined ? undefined : this.asConfigured(principal);
  }

  /** What the configuration has taken away since the sign-in is gone from the session, too. */
  private asConfigured(principal: Principal): Principal | undefined {
    const { providers, adminGroups, ldap } = this.config;
    switch (principal.authSource) {
      case 'oauth2': {
        const known = providers.some(
          ({ id, issuer }) => id === principal.provider && issuer === principal.issuer,
        );
        const isAdmin = principal.groups.some((group) => adminGroups.includes(group));
        return known ? { ...principal, isAdmin: principal.isAdmin && isAdmin } : undefined;
      }
      case 'ldap': {
        const admins = new Set(ldap?.adminGroups.map(foldDn));
        const isAdmin = principal.groups.some((group) => admins.has(foldDn(group)));
        return ldap && { ...principal, isAdmin: principal.isAdmin && isAdmin };
      }
      default:
        return principal;
    }
  }

  /** Ends a session for good, with its running work; one that is not there has ended already. */
  async end(key: string): Promise<void> {
    await this.ends.publishWith(async (manager) => {
      await manager.delete(Session, key);
      return { ends: [{ sessionKey: key }], result: undefined };
    });
  }

  /**
   * Those of the keys whose session has not ended. What works for a session keeps it from being idle,
   * whatever it does.
   *
   * @param working those of the keys for which something works at the moment
   */
  async openAmong(
    keys: readonly string[],
    working: ReadonlySet<string>,
  ): Promise<ReadonlySet<string>> {
    const now = Date.now();
    const where = { key: In(keys), expiresAt: MoreThan(new Date(now)) };
    const select = { key: true, lastSeenAt: true } as const;
    const rows = await withStore(() => this.sessions.find({ where, select }));
    const idleSince = now - this.config.session.idleMs;
    const open = rows
      .filter(({ key, lastSeenAt }) => working.has(key) || lastSeenAt.getTime() > idleSince)
      .map(({ key }) => key);
    const used = open.filter((key) => working.has(key));
    const lastSeenAt = LessThan(new Date(now - TOUCH_EVERY_MS));
    await withStore(() =>
      this.sessions.update({ key: In(used), lastSeenAt }, { lastSeenAt: new Date(now) }),
    );
    return new Set(open);
  }

  /** The provider's tokens that a session keeps, if it keeps any. */
  async tokensOf(key: string): Promise<SessionTokens | undefined> {
    const row = await withStore(() => this.sessions.findOneBy({ key }));
    return typeof row?.tokens === 'string' ? this.sealedTokens.open(key, row.tokens) : undefined;
  }

  /** Replaces what a session says of its person, unless it has ended or changed in the meantime. */
  async renew(row: Session, principal: Principal, rest: Partial<Session>): Promise<void> {
    const json = encodePrincipal(principal);
    const seal = this.sealOf({ ...row, principal: json });
    const changed = { ...rest, principal: json, seal, username: storable(principal.username) };
    const { key } = row;
    await withStore(() => this.sessions.update({ key, principal: row.principal }, changed));
    this.#cache.forget({ sessionKey: key });
  }

  /** The stored form of an id. */
  keyOf(id: string): string {
    return this.hash.of('session', id);
  }

  private newRow(key: string, principal: Principal, opening: SessionOpening): Session {
    const now = new Date();
    const expiresAt = new Date(now.getTime() + this.config.session.absoluteMs);
    const json = encodePrincipal(principal);
    const { tokens } = opening;
    return {
      ...principalIdentity(principal),
      key,
      publicId: randomUUID(),
      principal: json,
      seal: this.sealOf({ key, principal: json, expiresAt }),
      authSource: principal.authSource,
      username: storable(principal.username),
      sid: storable(principal.authSource === 'oauth2' ? principal.sid : undefined),
      remoteAddress: opening.remoteAddress,
      userAgent: printable(opening.userAgent),
      tokens: tokens === undefined ? null : this.sealedTokens.seal(key, tokens),
      refreshAt: tokens?.refreshAt ?? null,
      createdAt: now,
      lastSeenAt: now,
      expiresAt,
    };
  }

  private sealOf(row: Pick<Session, 'key' | 'principal' | 'expiresAt'>): string {
    return this.hash.of('session-row', sealed(row));
  }
}

function sealed(row: Pick<Session, 'key' | 'principal' | 'expiresAt'>): string {
  return `${row.key}\n${row.expiresAt.toISOString()}\n${row.principal}`;
}

/** A name that our store cannot hold faithfully is of no use for finding a session by it. */
function storable(name: string | undefined): string | null {
  return name === undefined || /[\p{Cc}\p{Cs}]/u.test(name) ? null : name;
}

/** A browser says what it likes here: short, and without characters that a store or a page minds. */
function printable(text: string | undefined): string | null {
  return text === undefined ? null : text.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_USER_AGENT);
}
