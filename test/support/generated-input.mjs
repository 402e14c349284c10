// Loaded before each test file, by Jest and by Vitest.
//
// The same commit is tried with the same generated values, so that a check which passed passes
// again. FAST_CHECK_SEED goes elsewhere: a number repeats what a failure printed, `random` is new
// ground. FAST_CHECK_RUNS is how many values a property gets that says no number itself (100).
import fc from 'fast-check';

const { FAST_CHECK_SEED = '20261127', FAST_CHECK_RUNS = '100' } = process.env;

fc.configureGlobal({
  numRuns: Number(FAST_CHECK_RUNS),
  ...(FAST_CHECK_SEED !== 'random' && { seed: Number(FAST_CHECK_SEED) }),
});
