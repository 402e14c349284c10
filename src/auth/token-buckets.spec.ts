import { describe, expect, it } from '@jest/globals';
import { TokenBuckets } from './token-buckets.js';

describe('TokenBuckets', () => {
  it('lets a minute of requests through at once, and then one at a time', () => {
    const buckets = new TokenBuckets(6);
    const remaining = Array.from({ length: 6 }, () => buckets.take('a', 0).remaining);
    expect(remaining).toEqual([5, 4, 3, 2, 1, 0]);
    expect(buckets.take('a', 0)).toEqual({ waitMs: 10_000, remaining: 0 });
    expect(buckets.take('a', 4000).waitMs).toBe(6000);
    expect(buckets.take('a', 10_000).waitMs).toBe(0);
    expect(buckets.take('a', 10_000).waitMs).toBe(10_000);
  });

  it('never holds more than a minute of requests', () => {
    const buckets = new TokenBuckets(2);
    buckets.take('a', 0);
    expect(buckets.take('a', 3_600_000).remaining).toBe(1);
  });

  it('holds nobody up for what somebody else does', () => {
    const buckets = new TokenBuckets(1);
    buckets.take('a', 0);
    expect(buckets.take('a', 0).waitMs).toBeGreaterThan(0);
    expect(buckets.take('b', 0).waitMs).toBe(0);
  });

  it('forgets the one that has been quiet for longest, and is bounded', () => {
    const buckets = new TokenBuckets(1);
    buckets.take('first', 0);
    for (let name = 0; name < 50_000; name++) buckets.take(`name-${name}`, 0);
    expect(buckets.take('first', 0).waitMs).toBe(0);
    expect(buckets.take('name-49999', 0).waitMs).toBeGreaterThan(0);
  });

  it('is not confused by a clock that stands still or goes back', () => {
    const buckets = new TokenBuckets(2);
    buckets.take('a', 1000);
    expect(buckets.take('a', 500)).toEqual({ waitMs: 0, remaining: 0 });
    expect(buckets.take('a', 400).waitMs).toBeGreaterThan(0);
  });
});
