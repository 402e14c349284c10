/** For so long after somebody has touched the page they count as being there. */
const THERE_MS = 60_000;

const TOUCHES = ['focus', 'keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Whoever has opened the page is there. */
let touchedAt = Date.now();

for (const kind of TOUCHES) {
  window.addEventListener(kind, () => (touchedAt = Date.now()), { capture: true, passive: true });
}

/** How much goes on that somebody waits for. */
let waitedFor = 0;

/**
 * Whoever has begun something long counts as being there until it is done: an idle session that ends
 * would end it as well.
 *
 * @returns to be called once, when it is done
 */
export function waitForIt(): () => void {
  waitedFor += 1;
  return () => {
    waitedFor -= 1;
    touchedAt = Date.now();
  };
}

/** Whether the page asks for somebody, or of its own accord while nobody is there. */
export function isSomebodyThere(): boolean {
  return waitedFor > 0 || Date.now() - touchedAt < THERE_MS;
}
