import { describe, expect, it } from 'vitest';
import { passwordMistake } from './password-rules.ts';

describe('passwordMistake', () => {
  it('counts characters and not UTF-16 units', () => {
    expect(passwordMistake('😀'.repeat(11), 'ann')).toContain('at least 12');
    expect(passwordMistake('😀'.repeat(12), 'ann')).toBeUndefined();
  });

  it('counts bytes at the upper end', () => {
    expect(passwordMistake('é'.repeat(513), 'ann')).toContain('1024 bytes');
  });

  it('takes no user name, however it is written', () => {
    expect(passwordMistake('Ann-The-Admin', 'ann-the-admin')).toContain('user name');
  });
});
