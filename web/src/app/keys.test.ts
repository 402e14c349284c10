import { describe, expect, it } from 'vitest';
import { keysText, matchesKeys, worksWhileTyping, type KeyPress } from './keys.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held };
}

describe('matchesKeys', () => {
  it('takes Ctrl for mod, and Cmd on a Mac', () => {
    expect(matchesKeys('mod+Enter', press('Enter', { ctrlKey: true }), false)).toBe(true);
    expect(matchesKeys('mod+Enter', press('Enter', { metaKey: true }), true)).toBe(true);
    expect(matchesKeys('mod+Enter', press('Enter', { ctrlKey: true }), true)).toBe(false);
  });

  it('tells Shift apart, but not for a sign', () => {
    const held = { ctrlKey: true, shiftKey: true };
    expect(matchesKeys('mod+Enter', press('Enter', held), false)).toBe(false);
    expect(matchesKeys('mod+shift+Enter', press('Enter', held), false)).toBe(true);
    expect(matchesKeys('?', press('?', { shiftKey: true }), false)).toBe(true);
  });

  it('takes no further key that is held', () => {
    expect(matchesKeys('mod+k', press('k', { ctrlKey: true, altKey: true }), false)).toBe(false);
    expect(matchesKeys('mod+k', press('k', { ctrlKey: true, metaKey: true }), false)).toBe(false);
  });
});

describe('worksWhileTyping', () => {
  it.each([
    ['?', false],
    ['g', false],
    ['Escape', true],
    ['mod+k', true],
  ])('%s: %s', (keys, works) => {
    expect(worksWhileTyping(keys)).toBe(works);
  });
});

describe('keysText', () => {
  it.each([
    ['mod+shift+Enter', 'Ctrl+Shift+Enter', '⌘ ⇧ Enter'],
    ['Escape', 'Esc', 'Esc'],
    ['mod+k', 'Ctrl+K', '⌘ K'],
    ['?', '?', '?'],
  ])('%s', (keys, other, mac) => {
    expect(keysText(keys, false)).toBe(other);
    expect(keysText(keys, true)).toBe(mac);
  });
});
