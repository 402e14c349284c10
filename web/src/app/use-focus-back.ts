import { useEffect, useState } from 'react';

/**
 * Of a dialog that is there only while it is open: what had the focus before gets it back at the end,
 * if it is still there.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After React has taken the dialog away, and with it the trap that holds the focus.
      setTimeout(() => {
        // What a person has gone to meanwhile keeps the focus.
        if (document.activeElement !== document.body) return;
        if (before instanceof HTMLElement && before.isConnected) before.focus();
      });
    },
    [before],
  );
}
