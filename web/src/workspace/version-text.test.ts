import { describe, expect, it } from 'vitest';
import { versionText } from './version-text.ts';

describe('versionText', () => {
  it.each([
    ['18.1', 'PostgreSQL 18.1'],
    ['16.4 (Debian 16.4-1.pgdg120+1)', 'PostgreSQL 16.4'],
    ['19beta2', 'PostgreSQL 19beta2'],
    ['', 'PostgreSQL'],
    [`1${'0'.repeat(90)}`, `PostgreSQL 1${'0'.repeat(19)}`],
  ])('of %j is %j', (serverVersion, text) => {
    expect(versionText(serverVersion)).toBe(text);
  });
});
