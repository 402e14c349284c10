import { isRecord } from './claims.js';
import { type Principal, principalIdentity } from './principal.js';

/**
 * Whose sessions and running work have ended: one session, everything of one identity, or what
 * belongs to one session at the identity provider.
 */
export type EndedIdentity =
  | { readonly sessionKey: string }
  | { readonly issuer: string; readonly subject: string }
  | { readonly issuer: string; readonly sid: string };

/** What instances tell each other. Without `what` it only shows that messages come through. */
export interface Announcement {
  /** The instance that sent it. */
  readonly from: string;
  /** On that instance's own clock. */
  readonly at: number;
  readonly what: EndedIdentity | undefined;
}

/** Somebody who may be meant by an end. */
export interface Candidate {
  readonly sessionKey: string | undefined;
  readonly principal: Principal;
}

/** PostgreSQL's limit for the payload of NOTIFY is 8000 bytes. */
const MAX_PAYLOAD_BYTES = 7999;

/** @throws RangeError for an identity that is longer than any that we let in */
export function writeAnnouncement(announcement: Announcement): string {
  const text = JSON.stringify(announcement);
  if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) throw new RangeError('Too long to announce');
  return text;
}

/** Undefined for anything that {@link writeAnnouncement} does not write. */
export function readAnnouncement(payload: unknown): Announcement | undefined {
  const value = typeof payload === 'string' ? parse(payload) : undefined;
  if (!isRecord(value)) return undefined;
  const { from, at, what } = value;
  if (typeof from !== 'string' || typeof at !== 'number') return undefined;
  if (what === undefined) return { from, at, what };
  const ended = readEnded(what);
  return ended === undefined ? undefined : { from, at, what: ended };
}

/** Whether the end is the end of this one, too. */
export function isEndOf(what: EndedIdentity, { sessionKey, principal }: Candidate): boolean {
  if ('sessionKey' in what) return what.sessionKey === sessionKey;
  const { issuer, subject } = principalIdentity(principal);
  if (what.issuer !== issuer) return false;
  if ('subject' in what) return what.subject === subject;
  return principal.authSource === 'oauth2' && principal.sid === what.sid;
}

function readEnded(value: unknown): EndedIdentity | undefined {
  if (!isRecord(value)) return undefined;
  const { sessionKey, issuer, subject, sid } = value;
  if (typeof sessionKey === 'string') return { sessionKey };
  if (typeof issuer !== 'string') return undefined;
  if (typeof subject === 'string') return { issuer, subject };
  return typeof sid === 'string' ? { issuer, sid } : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
