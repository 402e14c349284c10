import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, LessThan, Repository } from 'typeorm';
import { containing } from '../common/like-patterns.js';
import { page } from '../common/page.js';
import { Problem } from '../common/problem.js';
import { withStore } from '../common/store-failure.js';
import { type TimeCursor, writeCursor } from '../common/time-cursor.js';
import { AuthAudit, type AuthAuditCaller } from './auth-audit.js';
import type { EndedIdentity } from './ended-identity.js';
import { KeyedHash } from './keyed-hash.js';
import { LOGOUT_MAX_AGE_SECONDS, type LogoutOrder } from './logout-token.js';
import { type Principal, principalIdentity } from './principal.js';
import { SessionEnds } from './session-ends.js';
import { Session } from './session.entity.js';
import { UsedLogoutToken } from './used-logout-token.entity.js';

const MOST_OF_ONE = 200;

/** Somebody, by issuer and subject. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** Which sessions. */
interface SessionSearch {
  readonly issuer?: string | undefined;
  readonly subject?: string | undefined;
  /** In the user name, the subject, the address or what the browser called itself, in any case. */
  readonly text?: string | undefined;
  readonly limit: number;
  /** Those opened before that one. */
  readonly before?: TimeCursor | undefined;
}

/** The open sessions as people see them, and their ends by somebody else's hand. */
@Injectable()
export class SessionList {
  constructor(
    @InjectRepository(Session) private readonly sessions: Repository<Session>,
    private readonly ends: SessionEnds,
    private readonly audit: AuthAudit,
    private readonly hash: KeyedHash,
  ) {}

  /** Those that are open, the newest first. */
  async open(search: SessionSearch): Promise<{ items: Session[]; next: string | null }> {
    const { issuer, subject, text, before, limit } = search;
    const query = this.sessions
      .createQueryBuilder('session')
      .where('session.expires_at > :now', { now: new Date() })
      .orderBy('session.createdAt', 'DESC')
      .addOrderBy('session.publicId', 'DESC')
      .limit(limit + 1);
    if (issuer !== undefined) query.andWhere('session.issuer = :issuer', { issuer });
    if (subject !== undefined) query.andWhere('session.subject = :subject', { subject });
    if (before !== undefined) {
      query.andWhere('(session.created_at, session.public_id) < (:at, :id)', before);
    }
    if (text !== undefined) {
      query.andWhere(
        `(session.username ilike :like or session.subject ilike :like
          or session.remote_address ilike :like or session.user_agent ilike :like)`,
        { like: containing(text) },
      );
    }
    return withStore(async () =>
      page(await query.getMany(), limit, ({ createdAt: at, publicId: id }) =>
        writeCursor({ at, id }),
      ),
    );
  }

  async openOf(owner: Principal): Promise<Session[]> {
    return (await this.open({ ...principalIdentity(owner), limit: MOST_OF_ONE })).items;
  }

  /** @throws Problem `not-found` for a session that is not the person's own */
  async endOwn(owner: Principal, publicId: string, caller: AuthAuditCaller): Promise<void> {
    await this.endOne({ publicId, ...principalIdentity(owner) }, caller);
  }

  /** @throws Problem `not-found` */
  async endAny(publicId: string, caller: AuthAuditCaller): Promise<void> {
    await this.endOne({ publicId }, caller);
  }

  /**
   * Ends every session of an identity, and what runs with its tokens.
   *
   * @returns how many sessions there were
   */
  async endIdentity({ issuer, subject }: Identity, caller: AuthAuditCaller): Promise<number> {
    return this.ends.publishWith(async (manager) => {
      const { affected } = await manager.delete(Session, { issuer, subject });
      const change = { action: 'session.end-all', target: nameOf({ issuer, subject }) };
      await this.audit.change(manager, caller, change);
      return { ends: [{ issuer, subject }], result: affected ?? 0 };
    });
  }

  /**
   * Obeys a verified logout token, once: what its `sid` names, or everything of its `sub`.
   *
   * @throws Problem `logout-token-invalid` for one that has been obeyed before
   */
  async endByProvider(issuer: string, order: LogoutOrder, caller: AuthAuditCaller): Promise<void> {
    await this.ends.publishWith(async (manager) => {
      await this.useUp(manager, issuer, order);
      const ends = await deleteOrdered(manager, issuer, order);
      const change = { action: 'session.backchannel-logout', target: orderName(issuer, order) };
      await this.audit.change(manager, caller, change);
      return { ends, result: undefined };
    });
  }

  private async endOne(
    where: { publicId: string } & Partial<Identity>,
    caller: AuthAuditCaller,
  ): Promise<void> {
    await this.ends.publishWith(async (manager) => {
      const row = await manager.findOneBy(Session, where);
      if (row === null) throw noSuchSession();
      await manager.delete(Session, row.key);
      const change = { action: 'session.end', target: nameOf(row) };
      await this.audit.change(manager, caller, change);
      return { ends: [{ sessionKey: row.key }], result: undefined };
    });
  }

  private async useUp(manager: EntityManager, issuer: string, order: LogoutOrder): Promise<void> {
    const now = Date.now();
    const key = this.hash.of('logout-token', `${issuer}\n${order.id}`);
    const expiresAt = new Date(now + 2 * LOGOUT_MAX_AGE_SECONDS * 1000);
    await manager.delete(UsedLogoutToken, { expiresAt: LessThan(new Date(now)) });
    const inserted: unknown = await manager.query(
      `with used as (
         insert into used_logout_token (key, expires_at) values ($1, $2)
         on conflict do nothing returning key)
       select key from used`,
      [key, expiresAt],
    );
    if (Array.isArray(inserted) && inserted.length === 1) return;
    throw new Problem('logout-token-invalid', {
      detail: 'This logout token has been used before.',
      owner: 'admin',
    });
  }
}

/**
 * A session whose provider never said which of its own sessions it belongs to cannot be found by
 * `sid`; when the order names its subject, too, it goes as well, so that none is left over.
 */
async function deleteOrdered(
  manager: EntityManager,
  issuer: string,
  { subject, sid }: LogoutOrder,
): Promise<EndedIdentity[]> {
  if (sid === undefined) {
    if (subject === undefined) return [];
    await manager.delete(Session, { issuer, subject });
    return [{ issuer, subject }];
  }
  await manager.delete(Session, { issuer, sid });
  const unnamed = await manager
    .createQueryBuilder(Session, 'session')
    .where({ issuer, subject: subject ?? '' })
    .andWhere('session.sid is null')
    .getMany();
  for (const { key } of unnamed) await manager.delete(Session, key);
  return [{ issuer, sid }, ...unnamed.map(({ key }) => ({ sessionKey: key }))];
}

function nameOf({ issuer, subject }: Identity): string {
  return `${subject} of ${issuer}`;
}

function orderName(issuer: string, { subject, sid }: LogoutOrder): string {
  return sid === undefined
    ? nameOf({ issuer, subject: subject ?? '' })
    : `session ${sid} of ${issuer}`;
}

function noSuchSession(): Problem {
  return new Problem('not-found', {
    detail: 'There is no such session. It may have ended already.',
    owner: 'user',
  });
}
