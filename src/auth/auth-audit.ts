import type { EntityManager } from 'typeorm';
import type { Principal } from './principal.js';

/** Whose doing it is. */
export interface AuthAuditCaller {
  readonly principal: Principal | undefined;
  /** A UUID. */
  readonly requestId: string;
  readonly remoteAddress: string;
}

/** A change of an account or a session, or of who may be whom. */
export interface AuthChange {
  /** `account.create`, `session.end` … */
  readonly action: string;
  /** What was changed, for people to read: an account's name, an identity. No secret. */
  readonly target: string;
}

/**
 * Where this room's changes are put on record. The audit room provides it (rooms import to the
 * left only, and the audit imports this one). The row is written in the change's own transaction:
 * both are kept, or neither is.
 */
export abstract class AuthAudit {
  abstract change(
    manager: EntityManager,
    caller: AuthAuditCaller,
    change: AuthChange,
  ): Promise<void>;
}
