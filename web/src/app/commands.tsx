import { useEffect, useRef, useSyncExternalStore } from 'react';
import { matchesKeys, worksWhileTyping } from './keys.ts';

/** Something that a person can have done: by the palette, by a key, by a button that says so. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** A heading of the palette and of the sheet of shortcuts. */
  readonly group: string;
  /** See `keys.ts`. */
  readonly keys?: string;
  readonly run: () => void;
  /** False: is not offered now, and its key does nothing. */
  readonly enabled?: boolean;
}

const commands = new Map<string, Command>();
const listeners = new Set<() => void>();
let snapshot: readonly Command[] = [];

/** Offers commands while the component is there. A later one of the same id takes the place. */
export function useCommands(list: readonly Command[]): void {
  const latest = useRef(list);
  // The palette shows what these say, so only a change of that is told.
  const shown = JSON.stringify(
    list.map(({ id, label, group, keys, enabled }) => [id, label, group, keys, enabled]),
  );
  useEffect(() => {
    latest.current = list;
  });
  useEffect(() => {
    const mine = latest.current.map(({ id, ...rest }, index): Command => {
      return { ...rest, id, run: () => latest.current[index]?.run() };
    });
    for (const command of mine) commands.set(command.id, command);
    tell();
    return () => {
      for (const command of mine)
        if (commands.get(command.id) === command) commands.delete(command.id);
      tell();
    };
  }, [shown]);
}

/** All that is offered now. */
export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, () => snapshot);
}

/** Listens for the keys of all commands. For the layout, once. */
export function useCommandKeys(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || closesLayer(event)) return;
      const typing = isTyping(event.target);
      const found = snapshot.find(
        ({ keys, enabled }) =>
          keys !== undefined &&
          enabled !== false &&
          matchesKeys(keys, event) &&
          (!typing || worksWhileTyping(keys)),
      );
      if (found === undefined) return;
      event.preventDefault();
      found.run();
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  }, []);
}

/** Esc in a dialog or a menu closes that, and does nothing else. */
function closesLayer({ key, target }: KeyboardEvent): boolean {
  return (
    key === 'Escape' &&
    target instanceof Element &&
    target.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  snapshot = [...commands.values()];
  for (const listener of listeners) listener();
}
