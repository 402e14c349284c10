import { type AuthSource, type Principal, principalIdentity } from '../../auth/principal.js';

/** Whose a pinned connection is. Names play no part in it. */
export interface SessionOwner {
  readonly authSource: AuthSource;
  readonly issuer: string;
  readonly subject: string;
}

export function ownerOf(principal: Principal): SessionOwner {
  return { authSource: principal.authSource, ...principalIdentity(principal) };
}

export function isSameOwner(one: SessionOwner, other: SessionOwner): boolean {
  return (
    one.authSource === other.authSource &&
    one.issuer === other.issuer &&
    one.subject === other.subject
  );
}

/** The same text for the same owner, and for nobody else. */
export function ownerKey({ authSource, issuer, subject }: SessionOwner): string {
  return JSON.stringify([authSource, issuer, subject]);
}
