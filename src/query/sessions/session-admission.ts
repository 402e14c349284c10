import type { DatabaseCaller } from '../../connection/caller.js';

/**
 * Somebody who has passed the gate for one pinned connection, a moment ago. Only the session's gate
 * makes one, and a pinned connection is lent for nothing else, so no call can leave the checks out,
 * or use what they said about another connection.
 */
export class SessionAdmission {
  readonly #passed = true;

  private constructor(
    readonly sessionId: string,
    readonly caller: DatabaseCaller,
  ) {}

  /** For the session's gate, after its last step. */
  static afterGate(sessionId: string, caller: DatabaseCaller): SessionAdmission {
    return new SessionAdmission(sessionId, caller);
  }

  get passed(): boolean {
    return this.#passed;
  }
}
