import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import type { AuditOutcomeKind } from '../audit/outcome-kinds.js';
import { type Principal, principalIdentity } from '../auth/principal.js';
import { errorCode } from '../common/error-code.js';
import { Problem } from '../common/problem.js';
import { withStore } from '../common/store-failure.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { sha256 } from './idempotency-key.js';
import { IdempotencyKey } from './idempotency-key.entity.js';

/** For how long a key is remembered. */
const LIFETIME_HOURS = 24;
const HOUR_MS = 3_600_000;
/** From the claim to the audit's intent, and from its outcome to ours; generously. */
const BETWEEN_MS = 30_000;
/** A key that is released while we look is claimed at the next try. */
const TRIES = 5;

/** A run for which the caller gave a key. */
export interface KeyedRun {
  /** As `readIdempotencyKey` gives it. */
  readonly key: string;
  /** As `fingerprintOf` gives it, of everything that decides what is run, and where. */
  readonly fingerprint: string;
  /** A UUID: the request's id, by which the audit knows the run. */
  readonly executionId: string;
}

/** That this run has the key. */
export interface KeyClaim {
  readonly issuer: string;
  readonly subject: string;
  readonly keySha256: string;
  readonly executionId: string;
}

/** What came of a run. */
export interface KeyedEnd {
  /**
   * False only when it is certain that nothing of the text was sent to PostgreSQL: a refusal of
   * the gate, a server that was not reached.
   */
  readonly sent: boolean;
  readonly outcome: AuditOutcomeKind;
  readonly rows: number;
  readonly problem?: Problem;
}

/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): of the runs that one person
 * sends with one key within a day, one is carried out, on whichever instance it arrives, and the
 * others are told what came of it. Keys of different people have nothing to do with each other.
 *
 * The result is never kept, so the others are told and not given the rows once more, as the draft
 * would have it: rows are the person's data, which stay in their database, where the rights of the
 * moment apply. A key is therefore for what changes something; what only reads may be sent again.
 */
@Injectable()
export class Idempotency implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('Idempotency');
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(
    @InjectRepository(IdempotencyKey) private readonly keys: Repository<IdempotencyKey>,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly audit: AuditService,
  ) {}

  onApplicationBootstrap(): void {
    this.#sweeping = this.sweep();
    this.#timer = setInterval(() => {
      this.#sweeping = this.sweep();
    }, HOUR_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /**
   * Takes the key for a run, before anything is opened or recorded for it. Whoever gets the claim
   * hands it to {@link settle} when the run is over.
   *
   * @throws Problem `already-executed` when another run has or had the key, with that run's id;
   * `idempotency-key-reused` when that run was of something else; `store-unavailable`
   */
  async claim(principal: Principal, run: KeyedRun): Promise<KeyClaim> {
    const { fingerprint, executionId } = run;
    const claim = { ...principalIdentity(principal), keySha256: sha256(run.key), executionId };
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (await this.#take(claim, fingerprint)) return claim;
      const { issuer, subject, keySha256 } = claim;
      const other = await withStore(() => this.keys.findOneBy({ issuer, subject, keySha256 }));
      if (other === null) continue;
      if (other.fingerprint !== fingerprint) throw keyReused(other);
      throw (await this.#isRunning(other)) ? stillRunning(other) : alreadyExecuted(other);
    }
    throw new Problem('already-executed', {
      detail: 'Several requests with this Idempotency-Key come at once. Try again in a second.',
      owner: 'user',
      retryAfter: 1,
    });
  }

  /**
   * Keeps what came of a run, or gives the key back when nothing was sent, so that it can be tried
   * again. Never rejects: without it, the next one with the key is told that nobody knows.
   */
  async settle(claim: KeyClaim, end: KeyedEnd): Promise<void> {
    const { problem } = end;
    try {
      await (end.sent
        ? this.keys.update(
            { ...claim },
            {
              outcome: end.outcome,
              rows: String(end.rows),
              code: problem?.code ?? null,
              sqlstate: problem?.details.sqlstate ?? null,
            },
          )
        : this.keys.delete({ ...claim }));
    } catch (error) {
      const { executionId } = claim;
      this.#logger.warn({ executionId, unsettled: errorCode(error) ?? 'no code' });
    }
  }

  /** Forgets keys whose day is over. Never rejects: what fails is done an hour later. */
  async sweep(): Promise<void> {
    try {
      // By the store's clock, which says in #take when a key's day is over.
      await this.keys.query('delete from idempotency_key where expires_at <= now()');
    } catch (error) {
      this.#logger.warn(`Old keys could not be deleted (${errorCode(error) ?? 'no code'}).`);
    }
  }

  /** In one statement, so that one of several has it; a key whose day is over counts for nothing. */
  async #take(claim: KeyClaim, fingerprint: string): Promise<boolean> {
    const taken: unknown = await withStore(() =>
      this.keys.query(
        `with taken as (
           insert into idempotency_key as standing
             (issuer, subject, key_sha256, fingerprint, execution_id, instance, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, now(), now() + make_interval(hours => $7))
           on conflict (issuer, subject, key_sha256) do update set
             fingerprint = excluded.fingerprint, execution_id = excluded.execution_id,
             instance = excluded.instance, created_at = excluded.created_at,
             expires_at = excluded.expires_at,
             outcome = null, rows = null, code = null, sqlstate = null
           where standing.expires_at <= now()
           returning true)
         select from taken`,
        [
          claim.issuer,
          claim.subject,
          claim.keySha256,
          fingerprint,
          claim.executionId,
          this.config.instance,
          LIFETIME_HOURS,
        ],
      ),
    );
    return Array.isArray(taken) && taken.length === 1;
  }

  async #isRunning({ outcome, executionId, createdAt }: IdempotencyKey): Promise<boolean> {
    if (outcome !== null) return false;
    if (Date.now() - createdAt.getTime() < BETWEEN_MS) return true;
    return this.audit.isRunning(executionId);
  }
}

const NOT_KEPT =
  'What a run answers is not kept. To run it once more, send it with another Idempotency-Key.';

function keyReused({ executionId, createdAt }: IdempotencyKey): Problem {
  return new Problem('idempotency-key-reused', {
    detail: `This Idempotency-Key was used at ${createdAt.toISOString()} for something else, so nothing was run. Each request needs a key of its own; the same key is for sending the same request again.`,
    owner: 'user',
    executionId,
  });
}

function stillRunning({ executionId, createdAt, instance }: IdempotencyKey): Problem {
  return new Problem('already-executed', {
    detail: `The request with this Idempotency-Key was begun at ${createdAt.toISOString()} and is still running, so it was not run a second time. Ask for the execution to see how far it is.`,
    owner: 'user',
    retryAfter: 5,
    executionId,
    instance,
  });
}

function alreadyExecuted(standing: IdempotencyKey): Problem {
  return new Problem('already-executed', {
    detail: `${whatCameOf(standing)} It was not run a second time. ${NOT_KEPT}`,
    owner: 'user',
    executionId: standing.executionId,
    ...(standing.sqlstate === null ? {} : { sqlstate: standing.sqlstate }),
  });
}

function whatCameOf({ createdAt, outcome, rows, code, sqlstate }: IdempotencyKey): string {
  const at = createdAt.toISOString();
  if (outcome === null) {
    return `The request with this Idempotency-Key was begun at ${at}, and pg-usher does not know how it ended: it may have been carried out. Look in the database what it has changed.`;
  }
  if (outcome === 'ok') {
    return `The request with this Idempotency-Key was carried out at ${at} and ended well (rows: ${rows ?? '0'}).`;
  }
  const failure = [code ?? outcome, sqlstate && `SQLSTATE ${sqlstate}`].filter(Boolean).join(', ');
  return `The request with this Idempotency-Key was begun at ${at} and did not end well (${failure}); what it had committed by then stands.`;
}
