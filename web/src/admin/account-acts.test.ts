import { describe, expect, it } from 'vitest';
import { passwordMistake } from '../lists/password-rules.ts';
import { newPassword } from './account-acts.ts';

describe('newPassword', () => {
  it('keeps the rules for passwords', () => {
    expect(passwordMistake(newPassword(), 'ann')).toBeUndefined();
  });

  it('has no signs that are mistaken for each other', () => {
    const all = Array.from({ length: 200 }, newPassword).join('');
    expect(all).toMatch(/^[A-Za-z0-9-]+$/);
    expect(all).not.toMatch(/[0O1lI]/);
  });

  it('is another one each time', () => {
    expect(new Set(Array.from({ length: 100 }, newPassword)).size).toBe(100);
  });
});
