import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, QueryFailedError, Repository } from 'typeorm';
import type { AuthAudit } from '../auth/auth-audit.js';
import { type Principal, principalIdentity } from '../auth/principal.js';
import { errorCode } from '../common/error-code.js';
import { Problem } from '../common/problem.js';
import { withStore } from '../common/store-failure.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { ActRecords, type NewEvent } from './act-records.js';
import { AuditEvent } from './audit-event.entity.js';
import { keptText } from './kept-text.js';
import type { AuditOutcomeKind } from './outcome-kinds.js';
import { Spool } from './spool.js';

/** Whose request it is. */
export interface AuditCaller {
  readonly principal: Principal | undefined;
  /** A UUID; also in PostgreSQL's `application_name`. */
  readonly requestId: string;
  readonly remoteAddress: string;
  /** As stored; where a session was the credential. */
  readonly sessionKey?: string;
}

/** What is about to be done. */
export interface AuditIntent {
  readonly action: 'connect' | 'query' | 'copy' | 'session' | 'catalog' | 'inspect';
  readonly serverId: string;
  readonly serverRevision: number;
  readonly database: string;
  /** The claim as text, before it is parsed. */
  readonly databaseUser: string | undefined;
  /** The id of the connection that is pinned to the person, where the act is on one. */
  readonly databaseSessionId?: string;
  /** What kind of statement it is, as far as its text tells: a word, no text of the person's. */
  readonly statementClass?: string;
  readonly sqlSha256?: string;
  readonly sqlBytes?: number;
}

/** Something that was changed, by hand or by a file. */
export interface AuditChange {
  /** `server.create`, `binding.release`, `account.disable` … */
  readonly action: string;
  readonly target?: string;
  readonly serverId?: string;
  readonly serverRevision?: number;
  readonly databaseUser?: string;
}

/** How it ended. */
export interface AuditOutcome {
  readonly outcome: AuditOutcomeKind;
  readonly problem?: Problem;
  readonly sessionUser?: string;
  readonly currentUser?: string;
  readonly backendPid?: number;
  readonly rows?: number;
  /** Of rows, as they were sent before any compression, or as they came. */
  readonly bytes?: number;
  /** How many statements were begun. */
  readonly statements?: number;
}

/** An act whose intent is on record and whose outcome is still to come. */
export interface OpenAct {
  readonly intent: NewEvent;
  readonly startedAt: number;
}

const DENIALS: ReadonlySet<number> = new Set([401, 403, 409]);

/** Who did what, and how it ended. */
@Injectable()
export class AuditService implements AuthAudit, BeforeApplicationShutdown {
  readonly #logger = new Logger('Audit');
  readonly #outcomes: Spool<NewEvent>;
  /** Apart, so that a flood of refusals crowds out refusals only. */
  readonly #refusals: Spool<NewEvent>;
  /** Refusals that an outcome row already tells, so that each is on record once. */
  readonly #recorded = new WeakSet<Problem>();

  constructor(
    @InjectRepository(AuditEvent) events: Repository<AuditEvent>,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly records: ActRecords,
  ) {
    this.#outcomes = this.#newSpool((event) => records.close(event));
    this.#refusals = this.#newSpool(async (event) => {
      await events.insert({ ...event });
    });
  }

  /**
   * Writes the intent and waits until it is durable (PostgreSQL's commit). Nothing may be sent to
   * a server before this resolves.
   *
   * @throws Problem `audit-unavailable` when it cannot be written
   */
  async begin(caller: AuditCaller, intent: AuditIntent): Promise<OpenAct> {
    const event: NewEvent = {
      ...this.#callerColumns(caller),
      ...intent,
      databaseUser: keptText(intent.databaseUser),
      database: keptText(intent.database),
      phase: 'intent',
      intentId: randomUUID(),
    };
    try {
      await this.records.open(event);
    } catch (cause) {
      throw new Problem('audit-unavailable', {
        detail:
          'The record of this act could not be written, so nothing was sent to PostgreSQL. Try again in a moment.',
        owner: 'admin',
        retryAfter: 5,
        cause,
      });
    }
    return { intent: event, startedAt: performance.now() };
  }

  /**
   * Writes how an act ended. What runs already is not stopped by a store that went away: the row
   * is then kept in memory and written as soon as the store is back.
   */
  async end(act: OpenAct, result: AuditOutcome): Promise<void> {
    const { problem } = result;
    if (problem !== undefined) this.#recorded.add(problem);
    await this.#outcomes.add({
      ...act.intent,
      phase: 'outcome',
      outcome:
        problem !== undefined && result.outcome === 'failed' && DENIALS.has(problem.status)
          ? 'denied'
          : result.outcome,
      code: problem?.code ?? null,
      sqlstate: keptText(problem?.details.sqlstate),
      databaseUser: problem?.details.refusal?.databaseUser ?? act.intent.databaseUser ?? null,
      target: keptText(problem?.details.refusal?.target),
      sessionUser: keptText(result.sessionUser),
      currentUser: keptText(result.currentUser),
      backendPid: result.backendPid ?? null,
      rows: counted(result.rows),
      bytes: counted(result.bytes),
      statements: result.statements ?? null,
      durationMs: Math.round(performance.now() - act.startedAt),
    });
  }

  /** Records a refusal that no act tells of. Never rejects: the refusal stands either way. */
  async refusal(caller: AuditCaller, problem: Problem): Promise<void> {
    if (this.#recorded.has(problem)) return;
    this.#recorded.add(problem);
    const { refusal } = problem.details;
    const known = this.#callerColumns(caller);
    await this.#refusals.add({
      ...known,
      phase: 'refusal',
      action: 'request',
      outcome: 'denied',
      code: problem.code,
      issuer: known.issuer ?? keptText(refusal?.issuer),
      subject: known.subject ?? keptText(refusal?.subject),
      username: known.username ?? keptText(refusal?.username),
      databaseUser: keptText(refusal?.databaseUser),
      serverId: keptText(refusal?.serverId),
      serverRevision: refusal?.serverRevision ?? null,
      database: keptText(refusal?.database),
      target: keptText(refusal?.target),
    });
  }

  /**
   * Records a change of a definition, an account, a session or a binding in the change's own
   * transaction: both are kept, or neither is.
   */
  async change(manager: EntityManager, caller: AuditCaller, change: AuditChange): Promise<void> {
    const event = {
      ...this.#callerColumns(caller),
      ...change,
      target: keptText(change.target),
      phase: 'change',
      outcome: 'ok',
    } as const;
    await manager.insert(AuditEvent, event);
  }

  /** Whether something that was begun for this request runs, here or on another instance. */
  async isRunning(requestId: string): Promise<boolean> {
    return withStore(() => this.records.isRunning(requestId));
  }

  /** The name of the instance that runs this request for this person; undefined where none does. */
  async runningOn(requestId: string, principal: Principal): Promise<string | undefined> {
    return withStore(() => this.records.runningOn(requestId, principalIdentity(principal)));
  }

  /**
   * A last try for what waits. Running work has been ended by now; the store's connections are
   * closed before the next hook. What ends later than this is written at once, or not at all.
   */
  async beforeApplicationShutdown(): Promise<void> {
    const lost = (await this.#outcomes.close()) + (await this.#refusals.close());
    if (lost > 0) this.#logger.error(`${String(lost)} rows could not be written.`);
  }

  #newSpool(write: (event: NewEvent) => Promise<void>): Spool<NewEvent> {
    return new Spool<NewEvent>(write, isHopeless, (event, error) => {
      this.#logger.error({ lost: event, sqlstate: sqlstateOf(error) });
    });
  }

  #callerColumns(caller: AuditCaller): NewEvent {
    return { ...callerColumns(caller), instance: this.config.instance };
  }
}

/**
 * Data exceptions and constraints (SQLSTATE classes 22 and 23): the row itself is refused, now and
 * later. Everything else, a missing right included, may be mended while the row waits.
 */
function isHopeless(error: unknown): boolean {
  return /^2[23]/.test(sqlstateOf(error) ?? '');
}

function sqlstateOf(error: unknown): string | undefined {
  return error instanceof QueryFailedError ? errorCode(error.driverError) : errorCode(error);
}

function callerColumns(caller: AuditCaller): NewEvent {
  const { principal, requestId, remoteAddress } = caller;
  if (principal === undefined) return { requestId, remoteAddress };
  const { issuer, subject } = principalIdentity(principal);
  return {
    requestId,
    remoteAddress,
    authSource: principal.authSource,
    issuer: keptText(issuer),
    subject: keptText(subject),
    username: keptText(principal.username),
  };
}

/** As TypeORM takes a bigint. */
function counted(value: number | undefined): string | null {
  return value === undefined ? null : String(value);
}
