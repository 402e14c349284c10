import { useEffect, useState } from 'react';

/** What comes over the page for a moment, and is gone when a dialog that was opened from it ends. */
const LAYERS = '[role="menu"], [role="dialog"], [role="listbox"]';

/** What had the focus last that was not in such a layer: of a menu, the button that opened it. */
let below = document.activeElement;

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof Element && target.closest(LAYERS) === null) below = target;
});

/**
 * Of a dialog that is there only while it is open: what had the focus before gets it back at the end.
 * Where that is gone by then, because it was in a menu or the palette, what had it before that does.
 */
export function useFocusBack(): void {
  const [before] = useState(() => [document.activeElement, below]);
  useEffect(
    () => () => {
      // After React has taken the dialog away, and with it the trap that holds the focus.
      setTimeout(() => {
        // What a person has gone to meanwhile keeps the focus.
        if (document.activeElement !== document.body) return;
        const back = before.find((one) => one !== document.body && one?.isConnected === true);
        // Of a row that was deleted nothing is there: then the content, and not the top of the page.
        const place = back ?? document.getElementById('content');
        if (place instanceof HTMLElement) place.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
