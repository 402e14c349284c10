import { startOf, visibleParts } from '../../text/visible-text.ts';
import css from './Grid.module.css';

/** UTF-16 units of a value that the grid shows; the viewer and copies have all of it. */
export const SHOWN_UNITS = 500;

/** Makes an element show a value, and say it to screen readers, so that NULL, '' and 'NULL' differ. */
export function showValue(element: HTMLElement, value: string | null): void {
  if (value === null || value === '') {
    const isNull = value === null;
    element.replaceChildren(span(isNull ? css.null : css.empty, isNull ? 'NULL' : 'empty'));
    element.setAttribute('aria-label', isNull ? 'NULL, no value' : 'empty text');
    return;
  }
  element.removeAttribute('aria-label');
  const shown = startOf(value, SHOWN_UNITS);
  const parts = visibleParts(shown);
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && !only.isSign && shown === value) {
    element.textContent = only.text;
    return;
  }
  const nodes = parts.map((part) => (part.isSign ? span(css.sign, part.text) : part.text));
  if (shown !== value) nodes.push(span(css.sign, '…'));
  element.replaceChildren(...nodes);
}

export function span(className: string | undefined, text: string): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = className ?? '';
  element.textContent = text;
  return element;
}

export function box(className: string | undefined, role?: string): HTMLDivElement {
  const element = document.createElement('div');
  element.className = className ?? '';
  if (role !== undefined) element.setAttribute('role', role);
  return element;
}
