import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { QueryFailedError, Repository } from 'typeorm';
import { type AuditCaller, AuditService } from '../audit/audit.service.js';
import type { DatabaseUser } from '../auth/database-user.js';
import type { OAuthPrincipal } from '../auth/principal.js';
import { errorField } from '../common/error-code.js';
import { containing } from '../common/like-patterns.js';
import { page } from '../common/page.js';
import { Problem } from '../common/problem.js';
import { withStore } from '../common/store-failure.js';
import { SessionEnds } from '../auth/session-ends.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { type BindingCursor, writeBindingCursor } from './binding-cursor.js';
import { BINDING_CONSTRAINT, RoleBinding } from './role-binding.entity.js';

/** A binding that an administrator makes before its person comes. */
export interface Approval {
  readonly trustGroup: string;
  readonly databaseUser: DatabaseUser;
  readonly issuer: string;
  readonly subject: string;
}

/** Which bindings. */
interface BindingSearch {
  /** In the database user, the subject or the issuer, whatever the case. */
  readonly text?: string | undefined;
  readonly trustGroup?: string | undefined;
  /** Those after that one. */
  readonly after?: BindingCursor | undefined;
  readonly limit: number;
}

/**
 * Step 7 of the gate: a database user belongs to one `(issuer, subject)` in each group of trust.
 * By BINDING: `first-use`, the first who comes with it; `pre-approved`, whom an administrator named;
 * `off`, nobody in particular (the provider alone then keeps names apart, also over time).
 */
@Injectable()
export class RoleBindings {
  constructor(
    @InjectRepository(RoleBinding) private readonly bindings: Repository<RoleBinding>,
    private readonly audit: AuditService,
    private readonly ends: SessionEnds,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * Finds that the role is the person's, or, at first use, makes it so. Insert and comparison
   * cannot be torn apart by another request: the unique key lets one insert win, and everybody
   * compares with the row that stands.
   *
   * @throws Problem `role-bound-to-other`, `role-not-approved`
   */
  async claim(role: DatabaseUser, person: OAuthPrincipal, trustGroup: string): Promise<void> {
    const { binding: policy } = this.config.gate;
    if (policy === 'off') return;
    const key = { trustGroup, databaseUser: role };
    const { issuer, subject } = person;
    const binding = await withStore(async () => {
      const standing = await this.bindings.findOneBy(key);
      if (standing !== null || policy === 'pre-approved') return standing;
      const row = { ...key, issuer, subject, origin: 'first-use' } as const;
      await this.bindings.createQueryBuilder().insert().values(row).orIgnore().execute();
      return this.bindings.findOneByOrFail(key);
    });
    if (binding === null) throw notApproved(role);
    if (binding.issuer !== issuer || binding.subject !== subject) throw boundToOther(role, binding);
  }

  /** By group of trust and role. */
  list(search: BindingSearch): Promise<{ items: RoleBinding[]; next: string | null }> {
    const { text, trustGroup, after, limit } = search;
    const query = this.bindings
      .createQueryBuilder('binding')
      .orderBy('binding.trustGroup')
      .addOrderBy('binding.databaseUser')
      .limit(limit + 1);
    if (trustGroup !== undefined)
      query.andWhere('binding.trust_group = :trustGroup', { trustGroup });
    if (after !== undefined) {
      query.andWhere('(binding.trust_group, binding.database_user) > (:group, :role)', after);
    }
    if (text !== undefined) {
      query.andWhere(
        `(binding.database_user ilike :like or binding.subject ilike :like
          or binding.issuer ilike :like)`,
        { like: containing(text) },
      );
    }
    return withStore(async () =>
      page(await query.getMany(), limit, ({ trustGroup: group, databaseUser: role }) =>
        writeBindingCursor({ group, role }),
      ),
    );
  }

  /** @throws Problem `binding-taken` */
  approve(caller: AuditCaller, approval: Approval): Promise<RoleBinding> {
    return withStore(() =>
      this.bindings.manager.transaction(async (manager) => {
        const binding = await manager.save(
          manager.create(RoleBinding, { ...approval, origin: 'approved' }),
        );
        await this.audit.change(manager, caller, recorded('binding.approve', binding));
        return binding;
      }),
    ).catch((error: unknown) => {
      throw isTaken(error) ? bindingTaken(approval, error) : error;
    });
  }

  /**
   * Forgets whose a role is: the next who comes with it, or whom an administrator names, has it. What
   * runs or is kept open for the one who had it ends, here and on other instances.
   *
   * @throws Problem `not-found`
   */
  async release(caller: AuditCaller, id: string): Promise<void> {
    await this.ends.publishWith(async (manager) => {
      const binding = await manager.findOneBy(RoleBinding, { id });
      if (binding === null) {
        throw new Problem('not-found', { detail: 'There is no such binding.', owner: 'user' });
      }
      await manager.delete(RoleBinding, { id });
      await this.audit.change(manager, caller, recorded('binding.release', binding));
      const { issuer, subject } = binding;
      return { ends: [{ issuer, subject }], result: undefined };
    });
  }
}

function recorded(
  action: string,
  binding: RoleBinding,
): { action: string; databaseUser: string; target: string } {
  return { action, databaseUser: binding.databaseUser, target: nameOf(binding) };
}

function nameOf({ trustGroup, issuer, subject }: RoleBinding): string {
  return `${trustGroup}: ${issuer} ${subject}`;
}

function boundToOther(role: DatabaseUser, binding: RoleBinding): Problem {
  return new Problem('role-bound-to-other', {
    detail: `The database user "${role}" is already used by another identity, so it is not given to this one. An administrator decides whose it is.`,
    owner: 'admin',
    refusal: { databaseUser: role, target: nameOf(binding) },
  });
}

function notApproved(role: DatabaseUser): Problem {
  return new Problem('role-not-approved', {
    detail: `No administrator has approved yet that this identity uses the database user "${role}".`,
    owner: 'admin',
    refusal: { databaseUser: role },
  });
}

function bindingTaken({ databaseUser, trustGroup }: Approval, cause: unknown): Problem {
  return new Problem('binding-taken', {
    detail: `"${databaseUser}" is bound in "${trustGroup}" already. Release that binding first.`,
    owner: 'user',
    cause,
  });
}

function isTaken(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause: unknown = error.driverError;
  return errorField(cause, 'constraint') === BINDING_CONSTRAINT;
}
