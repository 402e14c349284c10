import { Problem } from '../../common/problem.js';
import { ClosedSessions } from './closed-sessions.js';
import type { SessionOwner } from './session-owner.js';

const ALICE: SessionOwner = { authSource: 'oauth2', issuer: 'https://idp', subject: 'a' };
const STRANGERS: SessionOwner[] = [
  { ...ALICE, subject: 'b' },
  { ...ALICE, issuer: 'https://other' },
  { ...ALICE, authSource: 'internal' },
];
const MINUTE = 60_000;

function closed(detail: string): Problem {
  return new Problem('session-closed', { detail });
}

it('tells the owner why, and nobody else', () => {
  const sessions = new ClosedSessions();
  const problem = closed('idle');
  sessions.remember('id', { owner: ALICE, problem, at: 0 });
  expect(sessions.find('id', ALICE, 1)).toBe(problem);
  for (const stranger of STRANGERS) expect(sessions.find('id', stranger, 1)).toBeUndefined();
});

it('forgets after ten minutes', () => {
  const sessions = new ClosedSessions();
  sessions.remember('id', { owner: ALICE, problem: closed('idle'), at: 0 });
  expect(sessions.find('id', ALICE, 10 * MINUTE - 1)).toBeDefined();
  expect(sessions.find('id', ALICE, 10 * MINUTE)).toBeUndefined();
});

it('keeps the last fifty of one person, whatever others close', () => {
  const sessions = new ClosedSessions();
  const bob = { ...ALICE, subject: 'b' };
  sessions.remember('of bob', { owner: bob, problem: closed('idle'), at: 0 });
  for (let n = 0; n < 60; n++) {
    sessions.remember(String(n), { owner: ALICE, problem: closed(String(n)), at: 0 });
  }
  expect(sessions.find('9', ALICE, 0)).toBeUndefined();
  expect(sessions.find('10', ALICE, 0)).toBeDefined();
  expect(sessions.find('of bob', bob, 0)).toBeDefined();
});
