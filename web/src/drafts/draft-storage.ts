import { type Draft, draftKey, type DraftOwner, inOrder, isDraftKey, readDraft } from './draft.ts';

/** What is used of the browser's `localStorage`. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/**
 * The drafts of one person in one database. A browser tab writes only what was changed in it, each
 * draft by itself: of two that change the same one, the last has it.
 */
export class DraftStorage {
  readonly #storage: TextStorage;
  readonly #owner: DraftOwner;
  readonly #written = new Map<string, string>();

  constructor(storage: TextStorage, owner: DraftOwner) {
    this.#storage = storage;
    this.#owner = owner;
  }

  load(): readonly Draft[] {
    const keys = Array.from({ length: this.#storage.length }, (_, at) => this.#storage.key(at));
    const drafts = keys.flatMap((key) => {
      if (key === null || !isDraftKey(this.#owner, key)) return [];
      const text = this.#storage.getItem(key);
      const draft = text === null ? undefined : readDraft(text);
      if (text === null || draft === undefined || key !== draftKey(this.#owner, draft.id))
        return [];
      this.#written.set(draft.id, text);
      return [draft];
    });
    return inOrder(drafts);
  }

  /** @returns false when the browser has no room, or keeps nothing */
  save(drafts: readonly Draft[]): boolean {
    return drafts.map((draft) => this.#save(draft)).every(Boolean);
  }

  remove(id: string): void {
    this.#written.delete(id);
    this.#storage.removeItem(draftKey(this.#owner, id));
  }

  #save(draft: Draft): boolean {
    const text = JSON.stringify(draft);
    if (this.#written.get(draft.id) === text) return true;
    try {
      this.#storage.setItem(draftKey(this.#owner, draft.id), text);
    } catch {
      return false;
    }
    this.#written.set(draft.id, text);
    return true;
  }
}
