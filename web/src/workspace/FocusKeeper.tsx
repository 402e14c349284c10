import { type ReactNode, useLayoutEffect, useRef } from 'react';

/** The region of the results, which takes the focus when what had it in there goes away. */
export const RESULTS_ID = 'results';

/**
 * Around what a new run takes away. Whoever was in it by keyboard stays in the results then, and does
 * not have to begin at the top of the page.
 */
export function FocusKeeper({ children }: { readonly children: ReactNode }): React.JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = box;
    return () => {
      // Before React takes the elements away: afterwards nobody knows where the focus was.
      if (current?.contains(document.activeElement) === true) {
        document.getElementById(RESULTS_ID)?.focus({ preventScroll: true });
      }
    };
  }, []);
  return (
    <div ref={box} style={{ display: 'contents' }}>
      {children}
    </div>
  );
}
