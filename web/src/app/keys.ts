/** A shortcut as written: `mod+Enter`, `shift+?`, `Escape`; `mod` is Cmd on a Mac and Ctrl elsewhere. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

interface Shortcut {
  readonly key: string;
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

const IS_MAC = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent);

export function matchesKeys(keys: string, press: KeyPress, mac = IS_MAC): boolean {
  const { key, mod, alt, shift } = parseKeys(keys);
  const pressedMod = mac ? press.metaKey : press.ctrlKey;
  const otherMod = mac ? press.ctrlKey : press.metaKey;
  // A sign such as `?` needs Shift on some keyboards and not on others.
  const shiftFits = isSign(key) || press.shiftKey === shift;
  return (
    press.key.toLowerCase() === key.toLowerCase() &&
    pressedMod === mod &&
    !otherMod &&
    press.altKey === alt &&
    shiftFits
  );
}

/** Whether a shortcut may act while somebody types: it needs a key that types nothing. */
export function worksWhileTyping(keys: string): boolean {
  const { key, mod, alt } = parseKeys(keys);
  return mod || alt || key.length > 1;
}

/** For people: `Ctrl+Enter`, on a Mac `⌘ Enter`. */
export function keysText(keys: string, mac = IS_MAC): string {
  const { key, mod, alt, shift } = parseKeys(keys);
  const name = key === 'Escape' ? 'Esc' : key.length === 1 ? key.toUpperCase() : key;
  const parts = [
    ...(mod ? [mac ? '⌘' : 'Ctrl'] : []),
    ...(alt ? [mac ? '⌥' : 'Alt'] : []),
    ...(shift && !isSign(key) ? [mac ? '⇧' : 'Shift'] : []),
    name,
  ];
  return parts.join(mac ? ' ' : '+');
}

function parseKeys(keys: string): Shortcut {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const has = (name: string): boolean => parts.slice(0, -1).includes(name);
  return { key, mod: has('mod'), alt: has('alt'), shift: has('shift') };
}

function isSign(key: string): boolean {
  return key.length === 1 && !/[a-z0-9 ]/i.test(key);
}
