import type { AuditOutcomeKind } from '../../audit/outcome-kinds.js';
import { type Principal, principalIdentity } from '../../auth/principal.js';
import { Problem } from '../../common/problem.js';
import type { ConnectionReport } from '../../connection/lease.js';

/** `starting` until PostgreSQL has let us in, `cancelling` until it has answered the cancel. */
export type ExecutionState = 'starting' | 'running' | 'cancelling' | 'ended';

/** What is known of a run before it begins. */
export interface ExecutionFacts {
  /** A UUID: the request's id, which PostgreSQL's log and the audit have, too. */
  readonly id: string;
  readonly kind: 'query' | 'copy';
  readonly owner: Principal;
  readonly server: { readonly id: string; readonly name: string };
  readonly database: string;
  /** Of the pinned connection that it runs on. */
  readonly databaseSessionId?: string;
}

/** How a run ended. */
export interface ExecutionResult {
  readonly outcome: AuditOutcomeKind;
  readonly problem?: Problem;
}

/** One run, from before its first byte to a while after its last. */
export class Execution {
  readonly facts: Omit<ExecutionFacts, 'owner'>;
  readonly issuer: string;
  readonly subject: string;
  readonly startedAt = new Date();
  /** Rows that were handed out, or taken in. */
  rows = 0;
  /** Of the answer before compression, or of what was taken in. */
  bytes = 0;
  /** Statements that have begun. */
  statements = 0;
  readonly #began = performance.now();
  readonly #cancel = new AbortController();
  #report: ConnectionReport | undefined;
  #result: ExecutionResult | undefined;
  #durationMs: number | undefined;
  readonly #ended: Promise<void>;
  #markEnded: () => void = () => undefined;

  constructor({ owner, ...facts }: ExecutionFacts) {
    const { issuer, subject } = principalIdentity(owner);
    this.facts = facts;
    this.issuer = issuer;
    this.subject = subject;
    this.#ended = new Promise((resolve) => {
      this.#markEnded = resolve;
    });
  }

  get id(): string {
    return this.facts.id;
  }

  get state(): ExecutionState {
    if (this.#result !== undefined) return 'ended';
    if (this.#cancel.signal.aborted) return 'cancelling';
    return this.#report === undefined ? 'starting' : 'running';
  }

  /** Where it runs; undefined before PostgreSQL has let us in. */
  get report(): ConnectionReport | undefined {
    return this.#report;
  }

  get result(): ExecutionResult | undefined {
    return this.#result;
  }

  /** Milliseconds that it has taken, whole. */
  get elapsedMs(): number {
    return this.#durationMs ?? Math.round(performance.now() - this.#began);
  }

  /** Aborts with Problem `query-cancelled` when its owner cancels it. */
  get signal(): AbortSignal {
    return this.#cancel.signal;
  }

  /** Resolves once the run has ended and its outcome is known; never rejects. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  connected(report: ConnectionReport): void {
    this.#report = report;
  }

  /** Asks for the end; {@link ended} tells when it is there. */
  cancel(): void {
    if (this.#result !== undefined) return;
    this.#cancel.abort(
      new Problem('query-cancelled', {
        detail:
          'You cancelled it. PostgreSQL has undone what the statement had done and not committed.',
        owner: 'user',
      }),
    );
  }

  finish(result: ExecutionResult): void {
    if (this.#result !== undefined) return;
    this.#durationMs = this.elapsedMs;
    this.#result = result;
    this.#markEnded();
  }
}
