import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, QueryFailedError, Repository } from 'typeorm';
import { errorCode } from '../common/error-code.js';
import { containing } from '../common/like-patterns.js';
import { page } from '../common/page.js';
import { Problem } from '../common/problem.js';
import { withStore } from '../common/store-failure.js';
import { AuthAudit, type AuthAuditCaller } from './auth-audit.js';
import type { EndedIdentity } from './ended-identity.js';
import { LocalAccount } from './local-account.entity.js';
import { hashPassword } from './local-accounts.js';
import { Lockout } from './lockout.js';
import { loginFailed, PasswordLogins } from './password-logins.js';
import { checkNewPassword } from './password-rules.js';
import { Session } from './session.entity.js';
import { SessionEnds } from './session-ends.js';

const ISSUER = 'urn:pg-usher:internal';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const UNIQUE_VIOLATION = '23505';

/** An account as administrators see it. */
export interface AccountView {
  readonly id: string;
  readonly username: string;
  readonly isAdmin: boolean;
  readonly disabled: boolean;
  readonly lockedUntil: Date | null;
  readonly createdAt: Date;
}

/** Which accounts. */
interface AccountSearch {
  /** In the user name, whatever the case. */
  readonly text?: string | undefined;
  /** A user name; those after it. */
  readonly after?: string | undefined;
  readonly limit: number;
}

interface AccountPage {
  readonly items: AccountView[];
  /** For `after`, while there is more. */
  readonly next: string | null;
}

/** What is to be different; undefined leaves it as it is. */
interface AccountChange {
  readonly disabled?: boolean | undefined;
  readonly isAdmin?: boolean | undefined;
}

/**
 * The administration of local accounts. That it is for administrators is the guard's business.
 * Each change, its record and the end of the account's sessions are one transaction. All methods
 * throw Problem `store-unavailable`.
 */
@Injectable()
export class AccountsService {
  constructor(
    @InjectRepository(LocalAccount) private readonly accounts: Repository<LocalAccount>,
    private readonly ends: SessionEnds,
    private readonly audit: AuthAudit,
    private readonly lockout: Lockout,
    private readonly logins: PasswordLogins,
  ) {}

  /** By user name. */
  async list({ text, after, limit }: AccountSearch): Promise<AccountPage> {
    const query = this.accounts
      .createQueryBuilder('account')
      .orderBy('account.username')
      .limit(limit + 1);
    if (text !== undefined) {
      query.andWhere('account.username ilike :like', { like: containing(text) });
    }
    if (after !== undefined) query.andWhere('account.username > :after', { after });
    const found = await withStore(() => query.getMany());
    const { items, next } = page(found, limit, ({ username }) => username);
    const locked = await this.lockout.locked(items.map(({ username }) => username));
    return { items: items.map((row) => viewOf(row, locked.get(row.username) ?? null)), next };
  }

  /** @throws Problem `validation-failed`, `account-exists` */
  async create(
    caller: AuthAuditCaller,
    account: { readonly username: string; readonly password: string; readonly isAdmin?: boolean },
  ): Promise<AccountView> {
    const { username, password, isAdmin = false } = account;
    checkNewPassword(password, username);
    const row = { username, passwordHash: await hashPassword(password), isAdmin };
    try {
      return await this.ends.publishWith(async (manager) => {
        const saved = await manager.save(manager.create(LocalAccount, row));
        const action = isAdmin ? 'account.create-admin' : 'account.create';
        await this.audit.change(manager, caller, { action, target: username });
        return { ends: [], result: viewOf(saved, null) };
      });
    } catch (error) {
      throw isTaken(error) ? nameTaken(error) : error;
    }
  }

  /**
   * Whoever is disabled, or is an administrator no more, is so at once: what a session says of its
   * person is as old as the session, so the sessions end.
   *
   * @throws Problem `not-found`, `account-protected`
   */
  async change(
    caller: AuthAuditCaller,
    id: string,
    { disabled, isAdmin }: AccountChange,
  ): Promise<AccountView> {
    const view = await this.ends.publishWith(async (manager) => {
      const admins = await lockedAdmins(manager);
      const before = await lockedAccount(manager, id);
      const after = {
        disabled: disabled ?? before.disabled,
        isAdmin: isAdmin ?? before.isAdmin,
      };
      const actions = actionsOf(before, after);
      if (isLoss(before, after)) refuseLoss(caller, before, admins);
      if (actions.length > 0) await manager.update(LocalAccount, id, after);
      for (const action of actions) {
        await this.audit.change(manager, caller, { action, target: before.username });
      }
      const ends = actions.length > 0 ? await endSessions(manager, id) : [];
      return { ends, result: viewOf({ ...before, ...after }, null) };
    });
    const locked = await this.lockout.locked([view.username]);
    return { ...view, lockedUntil: locked.get(view.username) ?? null };
  }

  /** @throws Problem `not-found`, `validation-failed` */
  async resetPassword(caller: AuthAuditCaller, id: string, password: string): Promise<void> {
    const { principal } = caller;
    if (principal?.authSource === 'internal' && principal.accountId === id) {
      throw new Problem('account-protected', {
        detail:
          'One does not reset one’s own password: POST /api/v1/auth/password changes it, with the old one.',
        owner: 'user',
      });
    }
    await this.setPassword(caller, { id, password, action: 'account.reset-password' });
  }

  /**
   * The old password is asked for again, and a wrong one counts as in a login, because whoever has
   * found an open browser must not be able to keep the account.
   *
   * @throws Problem `account-protected` for somebody whose password is not kept here, `login-failed`,
   * `validation-failed`
   */
  async changeOwnPassword(
    caller: AuthAuditCaller,
    change: { readonly oldPassword: string; readonly newPassword: string },
  ): Promise<void> {
    const { principal } = caller;
    if (principal?.authSource !== 'internal') throw noPasswordHere();
    const { principal: confirmed, passwordHash: confirmedHash } = await this.logins.confirm(
      principal.username,
      change.oldPassword,
    );
    const { accountId: id } = confirmed;
    if (id !== principal.accountId) throw noPasswordHere();
    const password = change.newPassword;
    const action = 'account.change-password';
    await this.setPassword(caller, { id, password, action, confirmedHash });
  }

  private async setPassword(
    caller: AuthAuditCaller,
    {
      id,
      password,
      action,
      confirmedHash,
    }: { id: string; password: string; action: string; confirmedHash?: string | undefined },
  ): Promise<void> {
    const account = UUID.test(id) ? await withStore(() => this.accounts.findOneBy({ id })) : null;
    if (account === null) throw accountNotFound();
    checkNewPassword(password, account.username);
    const passwordHash = await hashPassword(password);
    await this.ends.publishWith(async (manager) => {
      const { username, passwordHash: standing, disabled } = await lockedAccount(manager, id);
      // Of two changes at once, one that was asked for with the old password must not be the last.
      if (confirmedHash !== undefined && (standing !== confirmedHash || disabled)) {
        throw loginFailed({ source: 'internal', username }, undefined);
      }
      await manager.update(LocalAccount, id, { passwordHash });
      await this.lockout.succeeded({ source: 'internal', username }, manager);
      await this.audit.change(manager, caller, { action, target: username });
      return { ends: await endSessions(manager, id), result: undefined };
    });
  }
}

/** Locked, so that a sign-in that is under way waits and then sees the change. */
async function lockedAccount(manager: EntityManager, id: string): Promise<LocalAccount> {
  const lock = { mode: 'pessimistic_write' } as const;
  const account = UUID.test(id)
    ? await manager.findOne(LocalAccount, { where: { id }, lock })
    : null;
  if (account === null) throw accountNotFound();
  return account;
}

async function endSessions(manager: EntityManager, subject: string): Promise<EndedIdentity[]> {
  await manager.delete(Session, { issuer: ISSUER, subject });
  return [{ issuer: ISSUER, subject }];
}

type Standing = Pick<LocalAccount, 'disabled' | 'isAdmin'>;

function isLoss(before: Standing, after: Standing): boolean {
  return isActiveAdmin(before) && !isActiveAdmin(after);
}

function isActiveAdmin({ disabled, isAdmin }: Standing): boolean {
  return isAdmin && !disabled;
}

function actionsOf(before: Standing, after: Standing): string[] {
  const actions: string[] = [];
  if (before.disabled !== after.disabled) {
    actions.push(after.disabled ? 'account.disable' : 'account.enable');
  }
  if (before.isAdmin !== after.isAdmin) {
    actions.push(after.isAdmin ? 'account.promote' : 'account.demote');
  }
  return actions;
}

/** All of them and first of all, always in one order: two could disable each other at once. */
function lockedAdmins(manager: EntityManager): Promise<LocalAccount[]> {
  return manager.find(LocalAccount, {
    where: { isAdmin: true, disabled: false },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
}

function refuseLoss(
  { principal }: AuthAuditCaller,
  { id }: LocalAccount,
  admins: readonly LocalAccount[],
): void {
  if (principal?.authSource === 'internal' && principal.accountId === id) {
    throw new Problem('account-protected', {
      detail: 'You cannot disable or demote yourself; another administrator can.',
      owner: 'admin',
    });
  }
  if (admins.some((admin) => admin.id !== id)) return;
  throw new Problem('account-protected', {
    detail:
      'This is the last local administrator. Make another one first: without one, nobody could get in while the identity provider is away.',
    owner: 'admin',
  });
}

function viewOf(row: LocalAccount, lockedUntil: Date | null): AccountView {
  const { id, username, isAdmin, disabled, createdAt } = row;
  return { id, username, isAdmin, disabled, lockedUntil, createdAt };
}

function isTaken(error: unknown): boolean {
  return error instanceof QueryFailedError && errorCode(error.driverError) === UNIQUE_VIOLATION;
}

function nameTaken(cause: unknown): Problem {
  const detail = 'There is a local account with this user name already.';
  return new Problem('account-exists', { detail, owner: 'admin', cause });
}

function accountNotFound(): Problem {
  return new Problem('not-found', { detail: 'There is no such account.', owner: 'admin' });
}

function noPasswordHere(): Problem {
  return new Problem('account-protected', {
    detail: 'Your password is not kept here; change it where you have it from.',
    owner: 'user',
  });
}
