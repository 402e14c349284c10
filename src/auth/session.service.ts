import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, Repository } from 'typeorm';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { KeyedHash, randomId } from './keyed-hash.js';
import { type Principal, principalIdentity } from './principal.js';
import { decodePrincipal, encodePrincipal } from './principal-json.js';
import { Session } from './session.entity.js';
import { withStore } from '../common/store-failure.js';

const TOUCH_EVERY_MS = 60_000;

/** A session that is good now. */
export interface ResolvedSession {
  readonly principal: Principal;
  /** As stored; see {@link Session.key}. */
  readonly key: string;
}

/**
 * The sessions of browsers: a random id of 256 bits in the cookie, and in our database its
 * HMAC-SHA-256, keyed by `SESSION_SECRET`. Reading the database therefore gives nobody a session.
 * Writing to it does not either: a row counts only with the seal that this key makes, over the
 * principal, too. All methods throw Problem `store-unavailable`.
 */
@Injectable()
export class SessionService {
  constructor(
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly hash: KeyedHash,
  ) {}

  /**
   * A new session, always under a new id (fixation), in place of the one that the browser had
   * before (an old identity does not stay usable beside the new one).
   *
   * @param replaces id in the cookie that the browser sent along, if any
   * @returns the id for the cookie
   */
  async create(principal: Principal, replaces: string | undefined): Promise<string> {
    const id = randomId();
    const now = new Date();
    const expiresAt = new Date(now.getTime() + this.config.session.absoluteMs);
    const key = this.hash.of('session', id);
    const json = encodePrincipal(principal);
    const row = {
      ...principalIdentity(principal),
      key,
      principal: json,
      seal: this.hash.of('session-row', sealed({ key, principal: json, expiresAt })),
      authSource: principal.authSource,
      createdAt: now,
      lastSeenAt: now,
      expiresAt,
    };
    await withStore(async () => {
      if (replaces !== undefined) await this.sessions.delete(this.keyOf(replaces));
      await this.sessions.insert(row);
      await this.sessions.delete({ expiresAt: LessThan(now) });
    });
    return id;
  }

  /** Who the id in a cookie stands for; undefined when it is unknown, expired, idle or forged. */
  async resolve(id: string): Promise<ResolvedSession | undefined> {
    const key = this.keyOf(id);
    const row = await withStore(() => this.sessions.findOneBy({ key }));
    if (row === null || !this.hash.matches(row.seal, 'session-row', sealed(row))) return undefined;
    const now = Date.now();
    const idle = now - row.lastSeenAt.getTime();
    if (row.expiresAt.getTime() <= now || idle >= this.config.session.idleMs) {
      await this.end(key);
      return undefined;
    }
    const principal = decodePrincipal(row.principal);
    if (principal === undefined) return undefined;
    if (idle >= Math.min(TOUCH_EVERY_MS, this.config.session.idleMs / 4))
      await this.touch(key, now);
    return { principal, key };
  }

  /** Ends a session for good; one that is not there has ended already. */
  async end(key: string): Promise<void> {
    await withStore(() => this.sessions.delete(key));
  }

  /** The stored form of an id. */
  keyOf(id: string): string {
    return this.hash.of('session', id);
  }

  private async touch(key: string, now: number): Promise<void> {
    await withStore(() => this.sessions.update(key, { lastSeenAt: new Date(now) }));
  }
}

function sealed(row: Pick<Session, 'key' | 'principal' | 'expiresAt'>): string {
  return `${row.key}\n${row.expiresAt.toISOString()}\n${row.principal}`;
}
