import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../auth/principal.js';
import { errorCode } from '../../common/error-code.js';
import { Problem, type ProblemCode } from '../../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../../config/config.js';
import { type DatabaseCaller, PassthroughCaller } from '../../connection/caller.js';
import { Gate } from '../../connection/gate.js';
import type { Lease } from '../../connection/lease.js';
import type { ServerDefinition } from '../../servers/server-definition.js';
import { type Closing, closingFor, lostClosing } from './closing.js';
import type { Borrower, PinnedSession } from './pinned-session.js';
import { SessionAdmission } from './session-admission.js';

/**
 * Refusals that say nothing about the session: our store was away, or the sign-in is to be a fresh
 * one. Nothing runs then, but the session stays.
 */
const KEEP_IT: ReadonlySet<ProblemCode> = new Set(['store-unavailable', 'step-up-required']);

/** SQLSTATE of a statement that was cancelled. */
const CANCELLED = '57014';

/** For whom, and for which run. */
export interface LendCall {
  readonly caller: DatabaseCaller;
  readonly borrower: Borrower;
  /** Gives up the attempt when it aborts. */
  readonly signal: AbortSignal;
}

/** The gate before each statement on a pinned connection, as it stands before each connection. */
@Injectable()
export class SessionGate {
  constructor(
    private readonly gate: Gate,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /**
   * Steps 1 to 3 once more, on the definition as it is now. What would keep the owner from opening
   * the session today closes it.
   *
   * @throws Problem
   */
  async admitCaller(principal: Principal, session: PinnedSession): Promise<DatabaseCaller> {
    const caller = await this.#orClose(session, () =>
      this.gate.admitCaller(principal, session.server.id),
    );
    if (isSameDefinition(caller.server, session.server)) return caller;
    const closing = closingFor('definition-changed');
    session.retire(closing);
    throw closing.problem;
  }

  /**
   * Steps 4 to 7, and then the connection, of which PostgreSQL itself has just said that it is this
   * person's. Whoever gets it gives it back.
   *
   * @throws Problem
   */
  async lend(session: PinnedSession, { caller, signal, borrower }: LendCall): Promise<Lease> {
    await this.#admitRole(caller, session);
    const lease = session.lend(SessionAdmission.afterGate(session.id, caller), borrower);
    let wrong: Closing | undefined;
    try {
      wrong = await this.#verifyUser(lease, signal);
    } catch (error) {
      session.giveBack();
      throw error;
    }
    if (wrong === undefined) return lease;
    session.giveBack(wrong);
    throw wrong.problem;
  }

  /** A binding may have gone to somebody else, the claim may name another role today. */
  async #admitRole(caller: DatabaseCaller, session: PinnedSession): Promise<void> {
    if (!(caller instanceof PassthroughCaller)) return;
    const { role } = await this.#orClose(session, () => this.gate.admitRole(caller));
    if (role === session.databaseUser) return;
    const closing = closingFor('role-changed');
    await session.close(closing);
    throw closing.problem;
  }

  /**
   * A role can be renamed, and its name given to another, be dropped, closed or given powers under an
   * open session. Only
   * between transactions: in one that has failed nothing can be asked, and a question at the
   * beginning of one would keep `SET TRANSACTION` from working. A block is short, and the session's
   * role cannot become another one in it.
   *
   * @returns why the connection cannot be used any more, if so
   * @throws when that is not known: the caller has left, or somebody cancelled the question
   */
  async #verifyUser(lease: Lease, signal: AbortSignal): Promise<Closing | undefined> {
    if (lease.transactionStatus !== 'idle') return undefined;
    const late = AbortSignal.timeout(this.config.query.connectTimeoutMs);
    try {
      await lease.verify(AbortSignal.any([signal, late]));
      return undefined;
    } catch (error) {
      if (late.aborted) return closingFor('unresponsive');
      if (!lease.usable) return lostClosing(lease.failure);
      if (signal.aborted || errorCode(error) === CANCELLED) throw error;
      if (error instanceof Problem && error.code === 'role-protected') {
        return closingFor('access-changed', error);
      }
    }
    return closingFor('identity-changed');
  }

  async #orClose<T>(session: PinnedSession, check: () => Promise<T>): Promise<T> {
    try {
      return await check();
    } catch (error) {
      if (error instanceof Problem && !KEEP_IT.has(error.code)) {
        await session.close(closingFor('access-changed', error));
      }
      throw error;
    }
  }
}

/** The same row in the same revision: an id may be given again to a definition of its own. */
function isSameDefinition(one: ServerDefinition, other: ServerDefinition): boolean {
  return (
    one.id === other.id &&
    one.revision === other.revision &&
    one.createdAt.getTime() === other.createdAt.getTime()
  );
}
