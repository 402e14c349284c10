import { describe, expect, it } from 'vitest';
import { actsOf, type AuditEvent, fieldsOfEvent } from './audit-acts.ts';

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

  it('takes the outcome that was written last, whatever the clock said', () => {
    const [act] = actsOf([OUTCOME, { ...OUTCOME, id: '10', outcome: 'ok' }, INTENT]);
    expect(act?.outcome).toBe('ok');
  });

  it('says of an intent alone that it runs', () => {
    expect(actsOf([INTENT])[0]?.outcome).toBe('running');
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
