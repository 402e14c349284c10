import { describe, expect, it } from 'vitest';
import { actsOf, type AuditEvent, fieldsOfEvent, fitsFilter, isBeyond } from './audit-acts.ts';

const BLANK: AuditEvent = {
  id: '1',
  at: '2026-11-26T12:00:00.000Z',
  phase: 'change',
  action: 'server.create',
  intentId: null,
  requestId: 'r',
  instance: null,
  remoteAddress: null,
  authSource: null,
  issuer: null,
  subject: null,
  username: null,
  databaseUser: null,
  serverId: null,
  serverRevision: null,
  database: null,
  target: null,
  sessionUser: null,
  currentUser: null,
  backendPid: null,
  databaseSessionId: null,
  statementClass: null,
  sqlSha256: null,
  sqlBytes: null,
  outcome: 'ok',
  code: null,
  sqlstate: null,
  rows: null,
  bytes: null,
  statements: null,
  durationMs: null,
};
const INTENT: AuditEvent = {
  ...BLANK,
  id: '2',
  phase: 'intent',
  action: 'query',
  intentId: 'i',
  outcome: null,
};
const OUTCOME: AuditEvent = {
  ...INTENT,
  id: '4',
  phase: 'outcome',
  outcome: 'failed',
  username: 'Ann',
};
const ALL = { person: '', action: '', outcome: '', server: '', from: '', to: '' };

describe('actsOf', () => {
  it('puts an intent under its outcome', () => {
    const acts = actsOf([OUTCOME, { ...BLANK, id: '3' }, INTENT]);
    expect(acts.map(({ latest, events }) => [latest.id, events.length])).toEqual([
      ['4', 2],
      ['3', 1],
    ]);
  });

  it('takes the last of several outcomes', () => {
    const [act] = actsOf([{ ...OUTCOME, id: '5', outcome: 'session-ended' }, OUTCOME, INTENT]);
    expect(act?.outcome).toBe('session-ended');
  });

  it('says of an intent alone that it runs', () => {
    expect(actsOf([INTENT])[0]?.outcome).toBe('running');
  });
});

describe('fitsFilter', () => {
  const acts = actsOf([OUTCOME, INTENT]);
  const fits = (some: Partial<typeof ALL>): boolean =>
    acts.some((act) => fitsFilter(act, { ...ALL, ...some }));

  it('finds a person whatever the case', () => {
    expect(fits({ person: 'ann' })).toBe(true);
    expect(fits({ person: 'bob' })).toBe(false);
  });

  it('narrows by action and by how the act ended', () => {
    expect(fits({ action: 'query', outcome: 'failed' })).toBe(true);
    expect(fits({ action: 'copy' })).toBe(false);
    expect(fits({ outcome: 'ok' })).toBe(false);
  });

  it('counts the whole last minute', () => {
    const minute = (iso: string): string => {
      const time = new Date(iso);
      const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
      return local.toISOString().slice(0, 16);
    };
    expect(fits({ from: minute('2026-11-26T12:00:00Z'), to: minute('2026-11-26T12:00:00Z') })).toBe(
      true,
    );
    expect(fits({ from: minute('2026-11-26T12:01:00Z') })).toBe(false);
    expect(fits({ to: minute('2026-11-26T11:59:00Z') })).toBe(false);
  });
});

describe('isBeyond', () => {
  it('is so once a row is older than what was asked for', () => {
    expect(isBeyond(BLANK, { ...ALL, from: '2027-01-01T00:00' })).toBe(true);
    expect(isBeyond(BLANK, { ...ALL, from: '2020-01-01T00:00' })).toBe(false);
    expect(isBeyond(BLANK, ALL)).toBe(false);
  });
});

describe('fieldsOfEvent', () => {
  it('leaves out what has no value', () => {
    expect(fieldsOfEvent(BLANK).map(([name]) => name)).toEqual([
      'id',
      'at',
      'phase',
      'action',
      'requestId',
      'outcome',
    ]);
  });
});
