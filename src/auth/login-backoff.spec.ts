import { describe, expect, it } from '@jest/globals';
import { LoginBackoff } from './login-backoff.js';

const MINUTE = 60_000;

describe('LoginBackoff', () => {
  it('lets three attempts through and then doubles the wait, up to half a minute', () => {
    const backoff = new LoginBackoff();
    let now = 0;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 10; attempt++) {
      const wait = backoff.begin('alice', now);
      waits.push(wait);
      if (wait > 0) {
        now += wait;
        expect(backoff.begin('alice', now)).toBe(0);
      }
    }
    expect(waits).toEqual([0, 0, 0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('does not count what it refuses, so that knocking does not prolong the wait', () => {
    const backoff = new LoginBackoff();
    for (let attempt = 0; attempt < 3; attempt++) backoff.begin('alice', 0);
    for (let now = 0; now < 1000; now += 100) expect(backoff.begin('alice', now)).toBe(1000 - now);
    expect(backoff.begin('alice', 1000)).toBe(0);
  });

  it('forgets after a success, and after a quarter of an hour', () => {
    const backoff = new LoginBackoff();
    for (let attempt = 0; attempt < 3; attempt++) backoff.begin('alice', 0);
    backoff.succeeded('alice');
    expect(backoff.begin('alice', 1)).toBe(0);
    for (let attempt = 0; attempt < 3; attempt++) backoff.begin('bob', 0);
    expect(backoff.begin('bob', 16 * MINUTE)).toBe(0);
    expect(backoff.begin('bob', 16 * MINUTE)).toBe(0);
  });

  it('holds nobody up for what somebody else does', () => {
    const backoff = new LoginBackoff();
    for (let attempt = 0; attempt < 9; attempt++) backoff.begin('alice', 0);
    expect(backoff.begin('bob', 0)).toBe(0);
  });

  it('forgets the oldest of very many', () => {
    const backoff = new LoginBackoff();
    for (let attempt = 0; attempt < 3; attempt++) backoff.begin('first', 0);
    for (let name = 0; name < 10_000; name++) backoff.begin(`name-${name}`, 0);
    expect(backoff.begin('first', 0)).toBe(0);
    expect(backoff.begin('first', 0)).toBe(0);
  });
});
