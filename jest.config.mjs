// ESM with ts-jest: the compiler of the build, so decorator metadata is the same in tests.
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: 'tsconfig.json' }] },
  setupFiles: ['reflect-metadata', '<rootDir>/test/support/generated-input.mjs'],
  // What hangs must end, and a busy machine must come to an end: most tests take a hundredth of it.
  testTimeout: 240_000,
  maxWorkers: 2,
};
