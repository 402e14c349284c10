import type { ResultData } from '../result-data.ts';
import { typeKind } from '../types/type-name.ts';
import { box } from './cell-content.ts';
import { fittingWidth, NARROWEST, textMeasure } from './column-widths.ts';
import {
  columnAt,
  columnEdges,
  contentTop,
  HEADER_HEIGHT,
  revealed,
  ROW_HEIGHT,
  scrollHeight,
  scrollTopFor,
  visibleColumns,
  visibleRows,
} from './geometry.ts';
import css from './Grid.module.css';
import { HeaderRow } from './header-row.ts';
import { PooledRow, type Scene } from './pooled-row.ts';
import { type Cell, type GridSize, rangeOf, type Selection, single } from './selection.ts';

/**
 * The grid's elements: as many as show, used again for whatever shows next. React would make and
 * compare some 400 of them in each frame of scrolling; this sets the texts that changed.
 *
 * The elements stand in a pane that stays in view and are painted for where the scroll bars are, so
 * nothing is ever blank, and the height of the scrolled element may be scaled.
 */
export class GridView {
  readonly #root: HTMLElement;
  readonly #data: ResultData;
  readonly #sizer = box(css.sizer, 'presentation');
  readonly #pane = box(css.pane, 'presentation');
  readonly #body = box(css.body, 'presentation');
  readonly #header = new HeaderRow();
  #rows: PooledRow[] = [];
  #typeNames: readonly string[];
  #widths: number[] | undefined;
  readonly #resized = new Set<number>();
  #isSampled = false;
  #edges: readonly number[] = [0];
  #edgesVersion = 0;
  #needle = '';
  #selection: Selection = single({ row: 0, column: 0 });
  readonly #listeners = new Set<() => void>();
  #frame = 0;
  #wantsFocus = false;
  readonly #observer = new ResizeObserver(() => {
    this.schedule();
  });

  /** @param root the element with the role grid; emptied, and filled with elements of ours */
  constructor(root: HTMLElement, data: ResultData, typeNames: readonly string[]) {
    this.#root = root;
    this.#data = data;
    this.#typeNames = typeNames;
    this.#body.style.top = `${HEADER_HEIGHT}px`;
    this.#header.element.style.height = `${HEADER_HEIGHT}px`;
    this.#pane.append(this.#header.element, this.#body);
    this.#sizer.append(this.#pane);
    root.replaceChildren(this.#sizer);
    root.addEventListener('scroll', this.schedule, { passive: true });
    this.#observer.observe(root);
    this.schedule();
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#observer.disconnect();
    this.#root.removeEventListener('scroll', this.schedule);
    this.#root.replaceChildren();
  }

  get root(): HTMLElement {
    return this.#root;
  }

  get size(): GridSize {
    const page = Math.max(1, Math.floor(this.#viewHeight / ROW_HEIGHT) - 1);
    return { rows: this.#data.rowCount, columns: this.#data.columns.length, page };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly getSelection = (): Selection => this.#selection;

  /** Marks cells, shows the one with the focus, and gives it the focus if it is to have it. */
  select(selection: Selection, focus = true): void {
    this.#selection = selection;
    this.#wantsFocus = focus;
    // A key that comes before the next frame is the grid's already, and not the editor's.
    if (focus && !this.#root.contains(document.activeElement)) {
      this.#root.focus({ preventScroll: true });
    }
    this.#reveal(selection.focus);
    this.schedule();
    for (const listener of this.#listeners) listener();
  }

  /** Marks all cells with a text in them; it is compared without regard to case. */
  mark(text: string): void {
    this.#needle = text.toLowerCase();
    this.schedule();
  }

  nameTypes(typeNames: readonly string[]): void {
    this.#typeNames = typeNames;
    this.schedule();
  }

  /** @param width pixels; undefined for what fits the first rows */
  resize(column: number, width: number | undefined): void {
    this.#layOut();
    if (this.#widths?.[column] === undefined) return;
    this.#widths[column] = Math.max(NARROWEST, Math.round(width ?? this.#fitting(column)));
    this.#resized.add(column);
    this.#measureEdges();
    this.schedule();
  }

  widthOf(column: number): number {
    return this.#widths?.[column] ?? NARROWEST;
  }

  /** What is at a place of the window: -1 as row for the header, -1 as column for the row numbers. */
  at(clientX: number, clientY: number): Cell {
    const place = this.#root.getBoundingClientRect();
    const x = clientX - place.left;
    const y = clientY - place.top - HEADER_HEIGHT;
    const row = Math.floor((this.#top + y) / ROW_HEIGHT);
    const last = this.#data.rowCount - 1;
    return {
      row: y < 0 && y >= -HEADER_HEIGHT ? -1 : Math.max(0, Math.min(last, row)),
      column:
        x < this.#numberWidth && x >= 0
          ? -1
          : columnAt(this.#edges, this.#root.scrollLeft + x - this.#numberWidth),
    };
  }

  readonly schedule = (): void => {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  };

  get #viewHeight(): number {
    return Math.max(0, this.#root.clientHeight - HEADER_HEIGHT);
  }

  get #contentHeight(): number {
    return this.#data.rowCount * ROW_HEIGHT;
  }

  get #top(): number {
    return contentTop(this.#root.scrollTop, this.#contentHeight, this.#viewHeight);
  }

  get #numberWidth(): number {
    return 20 + String(this.#data.rowCount).length * 8;
  }

  #fitting(column: number): number {
    const { fontSize, fontFamily } = getComputedStyle(this.#root);
    const measure = textMeasure(`${fontSize} ${fontFamily}`);
    return fittingWidth(this.#data, column, this.#typeNames[column] ?? '', measure);
  }

  /** Widths are found when the first rows are there, and then stay. */
  #layOut(): void {
    if (this.#widths !== undefined && (this.#isSampled || this.#data.rowCount === 0)) return;
    this.#isSampled = this.#data.rowCount > 0;
    this.#widths = this.#data.columns.map((_, column) =>
      this.#resized.has(column) ? this.widthOf(column) : this.#fitting(column),
    );
    this.#measureEdges();
  }

  #measureEdges(): void {
    this.#edges = columnEdges(this.#widths ?? []);
    this.#edgesVersion += 1;
  }

  #reveal({ row, column }: Cell): void {
    this.#layOut();
    this.#stretch();
    const height = this.#viewHeight;
    const rowSpan = { start: row * ROW_HEIGHT, end: (row + 1) * ROW_HEIGHT };
    const top = revealed(this.#top, height, rowSpan);
    if (top !== this.#top) this.#root.scrollTop = scrollTopFor(top, this.#contentHeight, height);
    const columnSpan = { start: this.#edges[column] ?? 0, end: this.#edges[column + 1] ?? 0 };
    const width = this.#root.clientWidth - this.#numberWidth;
    this.#root.scrollLeft = revealed(this.#root.scrollLeft, width, columnSpan);
  }

  #stretch(): void {
    this.#sizer.style.width = `${this.#numberWidth + (this.#edges.at(-1) ?? 0)}px`;
    this.#sizer.style.height = `${HEADER_HEIGHT + scrollHeight(this.#contentHeight)}px`;
  }

  #paint(): void {
    this.#layOut();
    this.#stretch();
    const { clientWidth, clientHeight } = this.#root;
    this.#pane.style.width = `${clientWidth}px`;
    this.#pane.style.height = `${clientHeight}px`;
    this.#pane.style.setProperty('--number-width', `${this.#numberWidth}px`);
    const scene = this.#scene();
    this.#header.paint(scene, this.#typeNames);
    this.#paintRows(scene);
    this.#settleFocus();
  }

  #scene(): Scene {
    const { scrollLeft, clientWidth } = this.#root;
    const numberWidth = this.#numberWidth;
    return {
      data: this.#data,
      kinds: this.#data.columns.map(({ typeOid }) => typeKind(typeOid)),
      columns: visibleColumns(this.#edges, scrollLeft, clientWidth - numberWidth),
      edges: this.#edges,
      edgesVersion: this.#edgesVersion,
      scrollLeft,
      numberWidth,
      selection: this.#selection,
      range: rangeOf(this.#selection),
      needle: this.#needle,
    };
  }

  #paintRows(scene: Scene): void {
    const top = this.#top;
    const { start, end } = visibleRows(top, this.#viewHeight, this.#data.rowCount);
    while (this.#rows.length > end - start) this.#rows.pop()?.element.remove();
    while (this.#rows.length < end - start) {
      const row = new PooledRow();
      this.#rows.push(row);
      this.#body.append(row.element);
    }
    this.#turn(start);
    for (const [index, row] of this.#rows.entries()) {
      row.paint(start + index, (start + index) * ROW_HEIGHT - top, scene);
    }
  }

  /** Rows that still show keep their elements, and the elements stay in the order of the rows. */
  #turn(start: number): void {
    const by = start - (this.#rows[0]?.row ?? start);
    if (by === 0 || Math.abs(by) >= this.#rows.length) return;
    if (by > 0) {
      const left = this.#rows.splice(0, by);
      this.#rows.push(...left);
      this.#body.append(...left.map(({ element }) => element));
    } else {
      const left = this.#rows.splice(by);
      this.#rows.unshift(...left);
      this.#body.prepend(...left.map(({ element }) => element));
    }
  }

  /** The focus is on the cell that is active; on the grid itself while that one is out of view. */
  #settleFocus(): void {
    const { row, column } = this.#selection.focus;
    const cell = this.#rows.find((pooled) => pooled.row === row)?.cell(column);
    const focused = document.activeElement;
    const hadFocus = focused !== null && this.#root.contains(focused);
    this.#root.tabIndex = cell === undefined ? 0 : -1;
    const isNews = this.#wantsFocus;
    this.#wantsFocus = false;
    // What a person has gone to since the focus was asked for, such as the editor, keeps it.
    const isFree = focused === null || focused === document.body;
    if (!hadFocus && !(isNews && isFree)) return;
    if (cell === undefined) {
      if (focused !== this.#root) this.#root.focus({ preventScroll: true });
    } else if (focused !== cell || isNews) {
      // An element that now shows another cell is announced when the focus comes to it anew.
      if (focused === cell) cell.blur();
      cell.focus({ preventScroll: true });
    }
  }
}
