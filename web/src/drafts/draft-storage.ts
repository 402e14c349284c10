import { type Draft, draftKey, type DraftOwner, inOrder, isDraftKey, readDraft } from './draft.ts';

/** What is used of the browser's `localStorage`. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/**
 * The drafts of one person in one database. A browser tab writes only what was changed in it, each
 * draft by itself. Where two have written different SQL into the same one, the later becomes a copy, so
 * that neither is lost.
 */
export class DraftStorage {
  readonly #storage: TextStorage;
  readonly #owner: DraftOwner;
  readonly #written = new Map<string, string>();
  /** By tab: the draft that it is kept as, since another browser tab has its own under the old id. */
  readonly #copies = new Map<string, string>();

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

  /** The id that a tab has when this is loaded again. */
  keptAs(id: string): string {
    return this.#copies.get(id) ?? id;
  }

  /** Forgets a tab that was closed; what another browser tab has written there since stays. */
  remove(id: string): void {
    const key = draftKey(this.#owner, this.keptAs(id));
    const written = this.#written.get(id);
    this.#written.delete(id);
    if (!isOthers(this.#storage.getItem(key), written)) this.#storage.removeItem(key);
  }

  #save(draft: Draft): boolean {
    const written = this.#written.get(draft.id);
    if (written === JSON.stringify(this.#asKept(draft))) return true;
    try {
      const there = this.#storage.getItem(draftKey(this.#owner, this.keptAs(draft.id)));
      if (isOthers(there, written) && textOf(there) !== draft.text) {
        // Nothing was typed here: what was typed there is the newer.
        if (textOf(written) === draft.text) return true;
        this.#copies.set(draft.id, crypto.randomUUID());
      }
      const kept = this.#asKept(draft);
      const text = JSON.stringify(kept);
      this.#storage.setItem(draftKey(this.#owner, kept.id), text);
      this.#written.set(draft.id, text);
      return true;
    } catch {
      return false;
    }
  }

  #asKept(draft: Draft): Draft {
    const id = this.#copies.get(draft.id);
    return id === undefined ? draft : { ...draft, id, name: `${draft.name} (copy)` };
  }
}

/** Whether what is there has other SQL than what this browser tab has last written or read. */
function isOthers(there: string | null, written: string | undefined): boolean {
  return there !== null && written !== undefined && textOf(there) !== textOf(written);
}

function textOf(kept: string | null | undefined): string | undefined {
  return kept === null || kept === undefined ? undefined : readDraft(kept)?.text;
}
