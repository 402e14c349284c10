import { type ComponentType, lazy, useSyncExternalStore } from 'react';
import { MissingPart, type Retry } from './MissingPart.tsx';

/**
 * A part of the page that is loaded when it is needed, below a `Suspense`. One that does not come,
 * because the service is away or has other parts by now, takes nothing else of the page along: `Missing`
 * stands in its place. It is asked for again on request, and when it is needed anew.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
  Missing: ComponentType<Props & Retry> = MissingPart,
): ComponentType<Props> {
  const listeners = new Set<() => void>();
  let isMissing = false;
  const ask = (): ComponentType<Props> =>
    lazy(async () => {
      try {
        const part = await load();
        isMissing = false;
        return part;
      } catch {
        isMissing = true;
        return { default: (props) => <Missing {...props} onRetry={again} /> };
      }
    });
  let current = ask();
  const again = (): void => {
    current = ask();
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    if (isMissing && listeners.size === 1) again();
    return () => listeners.delete(listener);
  };
  return function LazyPart(props) {
    const Part = useSyncExternalStore(subscribe, () => current);
    return <Part {...props} />;
  };
}

// What did not come stays in the document, where the loader of parts would take it for loaded.
document.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement) target.remove();
  },
  { capture: true },
);
