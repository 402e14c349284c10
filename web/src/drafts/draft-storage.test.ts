import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDraft, type Draft } from './draft.ts';
import { DraftStorage, type TextStorage } from './draft-storage.ts';

class MemoryStorage implements TextStorage {
  readonly entries = new Map<string, string>();
  isFull = false;
  get length(): number {
    return this.entries.size;
  }
  key(at: number): string | null {
    return [...this.entries.keys()][at] ?? null;
  }
  getItem(key: string): string | null {
    return this.entries.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
    this.entries.set(key, value);
  }
  removeItem(key: string): void {
    this.entries.delete(key);
  }
}

const ALICE = { person: '["oauth2","https://a","1"]', serverId: 's', database: 'shop' };

function draft(id: string, text: string, order = 0): Draft {
  return { id, name: id, text, cursor: 0, order, mode: 'auto', isReadOnly: false };
}

describe('DraftStorage', () => {
  it('gives back what was kept, in the order of the tabs', () => {
    const storage = new MemoryStorage();
    new DraftStorage(storage, ALICE).save([draft('b', '2', 2), draft('a', '1', 1)]);
    expect(new DraftStorage(storage, ALICE).load().map(({ text }) => text)).toEqual(['1', '2']);
  });

  it.each([
    { ...ALICE, person: '["oauth2","https://b","1"]' },
    { ...ALICE, person: '["internal","https://a","1"]' },
    { ...ALICE, serverId: 't' },
    { ...ALICE, database: 'other' },
  ])('shows nothing to others, or elsewhere: %o', (other) => {
    const storage = new MemoryStorage();
    new DraftStorage(storage, ALICE).save([draft('a', 'secret')]);
    expect(new DraftStorage(storage, other).load()).toEqual([]);
  });

  it('does not confuse owners, whatever they are called', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.string(), fc.string()),
        fc.tuple(fc.string(), fc.string()),
        (one, two) => {
          const storage = new MemoryStorage();
          const owners = [one, two].map(([serverId, database]) => ({
            ...ALICE,
            serverId,
            database,
          }));
          const [mine, other] = owners.map((owner) => new DraftStorage(storage, owner));
          mine?.save([draft('a', 'x')]);
          const isSame = one[0] === two[0] && one[1] === two[1];
          expect(other?.load().length).toBe(isSame ? 1 : 0);
        },
      ),
    );
  });

  it('leaves what another browser tab has written, unless it changed the same tab', () => {
    const storage = new MemoryStorage();
    const first = new DraftStorage(storage, ALICE);
    first.save([draft('a', 'mine'), draft('b', 'old')]);
    const second = new DraftStorage(storage, ALICE);
    second.load();
    second.save([draft('a', 'mine'), draft('b', 'new'), draft('c', 'more')]);
    first.save([draft('a', 'changed'), draft('b', 'old')]);
    const texts = new DraftStorage(storage, ALICE).load().map(({ text }) => text);
    expect(texts).toEqual(['changed', 'new', 'more']);
  });

  it('keeps both when two browser tabs have written into the same tab', () => {
    const storage = new MemoryStorage();
    new DraftStorage(storage, ALICE).save([draft('a', 'old')]);
    const [first, second] = [new DraftStorage(storage, ALICE), new DraftStorage(storage, ALICE)];
    first.load();
    second.load();
    first.save([draft('a', 'precious')]);
    second.save([draft('a', 'other')]);
    second.save([draft('a', 'other, longer')]);
    first.save([draft('a', 'precious, longer')]);
    const texts = new DraftStorage(storage, ALICE).load().map(({ text }) => text);
    expect(texts.toSorted()).toEqual(['other, longer', 'precious, longer']);
  });

  it('leaves what was typed in another browser tab when only the cursor moves in this one', () => {
    const storage = new MemoryStorage();
    new DraftStorage(storage, ALICE).save([draft('a', 'old')]);
    const [first, second] = [new DraftStorage(storage, ALICE), new DraftStorage(storage, ALICE)];
    first.load();
    second.load();
    first.save([draft('a', 'precious')]);
    second.save([{ ...draft('a', 'old'), cursor: 2 }]);
    expect(new DraftStorage(storage, ALICE).load().map(({ text }) => text)).toEqual(['precious']);
  });

  it('leaves what was typed in another browser tab when the tab is closed in this one', () => {
    const storage = new MemoryStorage();
    const first = new DraftStorage(storage, ALICE);
    first.save([draft('a', 'old')]);
    const second = new DraftStorage(storage, ALICE);
    second.load();
    first.save([draft('a', 'precious')]);
    second.remove('a');
    expect(new DraftStorage(storage, ALICE).load()).toHaveLength(1);
  });

  it('forgets a tab that was closed', () => {
    const storage = new MemoryStorage();
    const drafts = new DraftStorage(storage, ALICE);
    drafts.save([draft('a', 'x')]);
    drafts.remove('a');
    expect(storage.entries.size).toBe(0);
  });

  it('says when there is no room, and keeps it when there is', () => {
    const storage = new MemoryStorage();
    const drafts = new DraftStorage(storage, ALICE);
    storage.isFull = true;
    expect(drafts.save([draft('a', 'x')])).toBe(false);
    storage.isFull = false;
    expect(drafts.save([draft('a', 'x')])).toBe(true);
    expect(new DraftStorage(storage, ALICE).load()).toHaveLength(1);
  });
});

describe('readDraft', () => {
  it('takes any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => readDraft(text)).not.toThrow();
      }),
    );
  });

  it('keeps the cursor in the text', () => {
    expect(readDraft(JSON.stringify({ ...draft('a', 'abc'), cursor: 99 }))?.cursor).toBe(3);
  });
});
