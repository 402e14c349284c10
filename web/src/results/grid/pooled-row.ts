import type { ResultData } from '../result-data.ts';
import type { TypeKind } from '../types/type-name.ts';
import { box, showValue } from './cell-content.ts';
import type { Span } from './geometry.ts';
import css from './Grid.module.css';
import { type CellRange, isInside, type Selection } from './selection.ts';

/** All that the cells of a frame look at. */
export interface Scene {
  readonly data: ResultData;
  readonly kinds: readonly TypeKind[];
  readonly columns: Span;
  readonly edges: readonly number[];
  /** Grows when a column gets another width. */
  readonly edgesVersion: number;
  readonly scrollLeft: number;
  readonly numberWidth: number;
  readonly selection: Selection;
  readonly range: CellRange;
  /** What is looked for, in lower case; '' for nothing. */
  readonly needle: string;
}

interface PooledCell {
  readonly element: HTMLDivElement;
  row: number;
  column: number;
  edgesVersion: number;
  className: string;
  isSelected: boolean;
}

/** An element of a row that shows one row after the other. */
export class PooledRow {
  readonly element = box(css.row, 'row');
  readonly #number = box(css.number, 'rowheader');
  readonly #strip = box(css.strip, 'presentation');
  readonly #cells: PooledCell[] = [];
  #row = -1;
  #y = Number.NaN;
  #x = Number.NaN;

  constructor() {
    this.#number.setAttribute('aria-colindex', '1');
    this.element.append(this.#number, this.#strip);
  }

  get row(): number {
    return this.#row;
  }

  /** @param y from the top of the rows that show, in pixels */
  paint(row: number, y: number, scene: Scene): void {
    if (row !== this.#row) this.#become(row);
    if (y !== this.#y) {
      this.#y = y;
      this.element.style.transform = `translateY(${y}px)`;
    }
    const x = scene.numberWidth - scene.scrollLeft;
    if (x !== this.#x) {
      this.#x = x;
      this.#strip.style.transform = `translateX(${x}px)`;
    }
    const isMarked = row >= scene.range.top && row <= scene.range.bottom;
    this.#number.classList.toggle(css.marked ?? '', isMarked);
    this.#keep(scene.columns.end - scene.columns.start);
    for (const [index, cell] of this.#cells.entries()) {
      paintCell(cell, row, scene.columns.start + index, scene);
    }
  }

  /** The element that shows a column now. */
  cell(column: number): HTMLElement | undefined {
    return this.#cells.find((cell) => cell.column === column)?.element;
  }

  #become(row: number): void {
    this.#row = row;
    this.element.setAttribute('aria-rowindex', String(row + 2));
    this.element.classList.toggle(css.odd ?? '', row % 2 === 1);
    this.#number.textContent = String(row + 1);
  }

  #keep(count: number): void {
    while (this.#cells.length > count) this.#cells.pop()?.element.remove();
    while (this.#cells.length < count) {
      const element = box(css.cell, 'gridcell');
      this.#strip.append(element);
      this.#cells.push({
        element,
        row: -1,
        column: -1,
        edgesVersion: -1,
        className: '',
        isSelected: false,
      });
    }
  }
}

function paintCell(cell: PooledCell, row: number, column: number, scene: Scene): void {
  const { element } = cell;
  if (cell.column !== column || cell.edgesVersion !== scene.edgesVersion) {
    const left = scene.edges[column] ?? 0;
    element.style.left = `${left}px`;
    element.style.width = `${(scene.edges[column + 1] ?? left) - left}px`;
    element.setAttribute('aria-colindex', String(column + 2));
    cell.edgesVersion = scene.edgesVersion;
  }
  const value = scene.data.cell(row, column);
  if (cell.row !== row || cell.column !== column) {
    showValue(element, value);
    cell.row = row;
    cell.column = column;
  }
  mark(cell, value, scene);
}

function mark(cell: PooledCell, value: string | null, scene: Scene): void {
  const { element, row, column } = cell;
  const { focus } = scene.selection;
  const isSelected = isInside(scene.range, row, column);
  const isActive = focus.row === row && focus.column === column;
  const isHit = scene.needle !== '' && value?.toLowerCase().includes(scene.needle) === true;
  const className = [
    css.cell,
    scene.kinds[column] === 'number' ? css.right : '',
    isSelected ? css.selected : '',
    isActive ? css.active : '',
    isHit ? css.hit : '',
  ].join(' ');
  if (className !== cell.className) {
    cell.className = className;
    element.className = className;
    if (isActive) element.tabIndex = 0;
    else element.removeAttribute('tabindex');
  }
  if (isSelected !== cell.isSelected) {
    cell.isSelected = isSelected;
    if (isSelected) element.setAttribute('aria-selected', 'true');
    else element.removeAttribute('aria-selected');
  }
}
