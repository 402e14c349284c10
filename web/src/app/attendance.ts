/** For so long after somebody has touched the page they count as being there. */
const THERE_MS = 60_000;

const TOUCHES = ['focus', 'keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Whoever has opened the page is there. */
let touchedAt = Date.now();

for (const kind of TOUCHES) {
  window.addEventListener(kind, () => (touchedAt = Date.now()), { capture: true, passive: true });
}

/** Whether the page asks for somebody, or of its own accord while nobody is there. */
export function isSomebodyThere(): boolean {
  return Date.now() - touchedAt < THERE_MS;
}
