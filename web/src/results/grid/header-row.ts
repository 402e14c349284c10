import type { ResultColumn } from '../result-data.ts';
import { startOf, visibleText } from '../../text/visible-text.ts';
import { box, span } from './cell-content.ts';
import css from './Grid.module.css';
import type { Scene } from './pooled-row.ts';

const SHOWN_NAME_UNITS = 200;

/** The names and types of the columns that show. */
export class HeaderRow {
  readonly element = box(css.header, 'row');
  readonly #strip = box(css.strip, 'presentation');
  readonly #corner = box(css.corner, 'columnheader');
  readonly #cells: HTMLDivElement[] = [];
  #shown = '';

  constructor() {
    this.element.setAttribute('aria-rowindex', '1');
    this.#corner.setAttribute('aria-colindex', '1');
    this.#corner.textContent = '#';
    this.#corner.setAttribute('aria-label', 'Row number');
    this.element.append(this.#corner, this.#strip);
  }

  /** @param typeNames one for each column of the result */
  paint(scene: Scene, typeNames: readonly string[]): void {
    this.#strip.style.transform = `translateX(${scene.numberWidth - scene.scrollLeft}px)`;
    const { start, end } = scene.columns;
    const { left, right } = scene.range;
    const shown = [start, end, left, right, scene.edgesVersion, typeNames.join()].join(' ');
    if (shown === this.#shown) return;
    this.#shown = shown;
    while (this.#cells.length > end - start) this.#cells.pop()?.remove();
    while (this.#cells.length < end - start) this.#add();
    for (const [index, cell] of this.#cells.entries()) {
      const column = start + index;
      const about = scene.data.columns[column];
      if (about === undefined) continue;
      name(cell, about, typeNames[column] ?? '');
      const at = scene.edges[column] ?? 0;
      cell.style.left = `${at}px`;
      cell.style.width = `${(scene.edges[column + 1] ?? at) - at}px`;
      cell.setAttribute('aria-colindex', String(column + 2));
      cell.classList.toggle(css.right ?? '', scene.kinds[column] === 'number');
      cell.classList.toggle(css.marked ?? '', column >= left && column <= right);
    }
  }

  #add(): void {
    const cell = box(css.head, 'columnheader');
    const handle = box(css.handle);
    handle.dataset['handle'] = '';
    cell.append(span(css.name, ''), span(css.type, ''), handle);
    this.#strip.append(cell);
    this.#cells.push(cell);
  }
}

function name(cell: HTMLElement, column: ResultColumn, typeName: string): void {
  const shown = visibleText(startOf(column.name, SHOWN_NAME_UNITS));
  const [nameSpan, typeSpan] = cell.children;
  if (nameSpan !== undefined) nameSpan.textContent = shown;
  const shownType = visibleText(typeName);
  if (typeSpan !== undefined) typeSpan.textContent = shownType;
  cell.title = `${shown}\n${shownType}`;
}
