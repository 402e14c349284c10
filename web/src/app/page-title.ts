import { useLayoutEffect } from 'react';
import { visibleText } from '../text/visible-text.ts';

const PRODUCT = 'pg-usher';

/** Names the browser's tab while the component is mounted, so that several can be told apart. */
export function usePageTitle(title: string): void {
  useLayoutEffect(() => {
    document.title = `${visibleText(title)} · ${PRODUCT}`;
    return () => {
      document.title = PRODUCT;
    };
  }, [title]);
}
