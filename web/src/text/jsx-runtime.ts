import type { ElementType, Key, ReactElement } from 'react';
import { Fragment, jsx as one, jsxs as several } from 'react/jsx-runtime';
import { undisguised } from './visible-text.ts';

/**
 * The way of every text into the document: `vite.config.ts` has all that is written as JSX, libraries
 * included, make its elements here. So a name or a message from a database cannot hide or turn what
 * stands beside it, wherever it is shown. What is copied, sent or typed is no child of an element, and
 * is as it was. Children of components are texts to show, too: the router makes its links without JSX.
 */
export { Fragment };

export function jsx(type: ElementType, props: unknown, key?: Key): ReactElement {
  return one(type, harmless(type, props), key);
}

export function jsxs(type: ElementType, props: unknown, key?: Key): ReactElement {
  return several(type, harmless(type, props), key);
}

/** Those that people see, or hear. */
const ATTRIBUTES = ['title', 'aria-label', 'aria-description', 'placeholder', 'alt'] as const;

/** Letters that are written from the right, roughly: a few more do no harm. */
const FROM_THE_RIGHT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

function harmless(type: ElementType | symbol, props: unknown): unknown {
  if (typeof props !== 'object' || props === null) return props;
  const changed: Record<string, unknown> = {};
  if ('children' in props) {
    // A component may want to look into its texts; the elements that it makes come by here, too.
    const isShown = typeof type === 'string' || type === Fragment;
    const children = harmlessNode(props.children, isShown);
    if (children !== props.children) changed['children'] = children;
  }
  for (const name of ATTRIBUTES) {
    const value: unknown = Reflect.get(props, name);
    if (typeof value !== 'string') continue;
    const visible = undisguised(value);
    if (visible !== value) changed[name] = visible;
  }
  return Object.keys(changed).length === 0 ? props : { ...props, ...changed };
}

function harmlessNode(node: unknown, isShown: boolean): unknown {
  if (typeof node === 'string') return undisguised(node);
  if (!Array.isArray(node)) return node;
  const nodes: readonly unknown[] = node;
  const shown = nodes.map((part, index) =>
    // Beside others, it would change places with signs and numbers of theirs (UAX #9).
    isShown && typeof part === 'string' && FROM_THE_RIGHT.test(part)
      ? one('bdi', { children: undisguised(part) }, index)
      : harmlessNode(part, isShown),
  );
  return shown.some((part, index) => part !== nodes[index]) ? shown : nodes;
}
