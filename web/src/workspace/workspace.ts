import type { EditorState, Text } from '@codemirror/state';
import type { Draft } from '../drafts/draft.ts';
import type { DraftStorage } from '../drafts/draft-storage.ts';
import type { RunService } from '../runs/run-service.ts';
import { TabRunner } from '../runs/tab-runner.ts';
import { FIRST_QUERY, moveTab, neighbourOf, newTab } from './tab-list.ts';

const PAUSE_MS = 300;

export interface WorkspaceState {
  /** Their texts are those of the last pause in typing. */
  readonly tabs: readonly Draft[];
  readonly activeId: string;
  /** False when this browser keeps nothing, or has no room. */
  readonly isKept: boolean;
  /** Milliseconds that a run may take; the service's own limit when undefined. */
  readonly timeoutMs: number | undefined;
}

interface Parts {
  readonly storage: DraftStorage;
  readonly service: RunService;
  readonly newId: () => string;
  /** The tab that was shown last in this browser tab. */
  readonly lastActive: { get(): string | null; set(id: string): void };
}

/**
 * The editor tabs of one person in one database, and what runs in them. It outlives the component:
 * whoever looks at another screen and comes back finds everything as it was.
 */
export class Workspace {
  /** The editor's own state of tabs that were shown: cursor, undo, scroll. */
  readonly editorStates = new Map<string, EditorState>();
  readonly #parts: Parts;
  readonly #runners = new Map<string, TabRunner>();
  readonly #listeners = new Set<() => void>();
  readonly #typed = new Map<string, { readonly doc: Text; readonly cursor: number }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #state: WorkspaceState;

  constructor(parts: Parts) {
    this.#parts = parts;
    const kept = parts.storage.load();
    const tabs = kept.length === 0 ? [this.#firstTab()] : kept;
    const last = parts.lastActive.get();
    const active = tabs.find(({ id }) => id === last) ?? tabs[0];
    this.#state = { tabs, activeId: active?.id ?? '', isKept: true, timeoutMs: undefined };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getState = (): WorkspaceState => this.#state;

  runnerOf(id: string): TabRunner {
    const known = this.#runners.get(id);
    if (known !== undefined) return known;
    const runner = new TabRunner(this.#parts.service);
    this.#runners.set(id, runner);
    return runner;
  }

  get runners(): readonly TabRunner[] {
    return [...this.#runners.values()];
  }

  /** The tab whose database session this is. */
  tabNameOf(sessionId: string): string | undefined {
    const isOwner = ({ id }: Draft): boolean => {
      const session = this.#runners.get(id)?.getState().session;
      return session?.kind === 'open' && session.description.id === sessionId;
    };
    return this.#state.tabs.find(isOwner)?.name;
  }

  get activeTab(): Draft | undefined {
    return this.#state.tabs.find(({ id }) => id === this.#state.activeId);
  }

  /** Opens a tab and shows it; nothing in it is run. Whoever is careful in this one is so in that, too. */
  open(text = '', name?: string): void {
    const isReadOnly = this.activeTab?.isReadOnly ?? false;
    const tab = { ...newTab(this.#state.tabs, this.#parts.newId(), text, name), isReadOnly };
    this.#set({ tabs: [...this.#state.tabs, tab] });
    this.show(tab.id);
    this.save();
  }

  show(id: string): void {
    this.#parts.lastActive.set(id);
    this.#set({ activeId: id });
  }

  /** Closes a tab and its database session. The last one leaves an empty tab. */
  close(id: string): void {
    const { tabs, activeId } = this.#state;
    const next = neighbourOf(tabs, id);
    void this.#runners.get(id)?.close();
    this.#runners.delete(id);
    this.editorStates.delete(id);
    this.#typed.delete(id);
    this.#parts.storage.remove(id);
    this.#set({ tabs: tabs.filter((tab) => tab.id !== id) });
    if (next === undefined) this.open();
    else if (activeId === id) this.show(next);
  }

  change(id: string, change: Partial<Pick<Draft, 'name' | 'mode' | 'isReadOnly'>>): void {
    this.#set({
      tabs: this.#state.tabs.map((tab) => (tab.id === id ? { ...tab, ...change } : tab)),
    });
    this.save();
  }

  move(id: string, step: -1 | 1): void {
    this.#set({ tabs: moveTab(this.#state.tabs, id, step) });
    this.save();
  }

  setTimeoutMs(timeoutMs: number | undefined): void {
    this.#set({ timeoutMs });
  }

  /** Takes note of typing; it is kept when that pauses. */
  typed(id: string, doc: Text, cursor: number): void {
    this.#typed.set(id, { doc, cursor });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.save();
    }, PAUSE_MS);
  }

  /** Keeps everything now. */
  save(): void {
    clearTimeout(this.#timer);
    const tabs = this.#state.tabs.map((tab) => {
      const typed = this.#typed.get(tab.id);
      return typed === undefined
        ? tab
        : { ...tab, text: typed.doc.toString(), cursor: typed.cursor };
    });
    this.#typed.clear();
    this.#set({ tabs, isKept: this.#parts.storage.save(tabs) });
    this.#parts.lastActive.set(this.#parts.storage.keptAs(this.#state.activeId));
  }

  #firstTab(): Draft {
    return newTab([], this.#parts.newId(), FIRST_QUERY);
  }

  #set(change: Partial<WorkspaceState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
