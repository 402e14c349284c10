import { HEADER_HEIGHT } from './geometry.ts';
import type { GridView } from './grid-view.ts';
import { afterKey, type Cell, single, wholeColumns, wholeRows } from './selection.ts';

export interface GridActions {
  readonly onOpen: () => void;
  readonly onCopy: () => void;
  readonly onFind: () => void;
}

const RESIZE_STEP = 16;

/** Lets a grid be used by keys and by pointers. @returns what ends it */
export function listen(view: GridView, actions: GridActions): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  const { root } = view;
  root.addEventListener('keydown', (event) => onKey(event, view, actions), { signal });
  root.addEventListener('pointerdown', (event) => onPointerDown(event, view), { signal });
  root.addEventListener(
    'dblclick',
    (event) => {
      const { row, column } = view.at(event.clientX, event.clientY);
      if (isHandle(event)) view.resize(handleColumn(event, view), undefined);
      else if (row >= 0 && column >= 0) actions.onOpen();
    },
    { signal },
  );
  return () => {
    ended.abort();
  };
}

function onKey(event: KeyboardEvent, view: GridView, actions: GridActions): void {
  const mod = event.ctrlKey || event.metaKey;
  const run = (what: () => void): void => {
    event.preventDefault();
    what();
  };
  if (event.altKey) {
    const by = { ArrowLeft: -RESIZE_STEP, ArrowRight: RESIZE_STEP }[event.key];
    const { column } = view.getSelection().focus;
    if (by !== undefined && event.shiftKey) {
      run(() => {
        view.resize(column, view.widthOf(column) + by);
      });
    }
    return;
  }
  const key = event.key.toLowerCase();
  if (mod && key === 'c') {
    run(actions.onCopy);
    return;
  }
  if (mod && key === 'f') {
    run(actions.onFind);
    return;
  }
  if (!mod && key === 'enter') {
    run(actions.onOpen);
    return;
  }
  const selection = view.getSelection();
  if (key === 'escape') {
    if (selection.anchor !== selection.focus) {
      run(() => {
        view.select(single(selection.focus));
      });
    }
    return;
  }
  const next = afterKey(selection, { key: event.key, mod, shift: event.shiftKey }, view.size);
  if (next !== undefined) {
    run(() => {
      view.select(next);
    });
  }
}

function onPointerDown(event: PointerEvent, view: GridView): void {
  if (event.button !== 0 || isScrollBar(event, view.root)) return;
  if (isHandle(event)) {
    startResize(event, view);
    return;
  }
  const cell = view.at(event.clientX, event.clientY);
  const { rows, columns } = view.size;
  if (rows === 0 || columns === 0) return;
  event.preventDefault();
  const anchor = event.shiftKey ? view.getSelection().anchor : undefined;
  const extend = (to: Cell): void => {
    if (cell.row < 0 && cell.column < 0) return;
    if (cell.row < 0) view.select(wholeColumns(cell.column, Math.max(0, to.column), rows));
    else if (cell.column < 0) view.select(wholeRows(cell.row, Math.max(0, to.row), columns));
    else view.select({ anchor: anchor ?? cell, focus: inside(to) });
  };
  if (cell.row < 0 && cell.column < 0) {
    view.select({ anchor: { row: rows - 1, column: columns - 1 }, focus: { row: 0, column: 0 } });
    return;
  }
  if (cell.row >= 0 && cell.column >= 0 && anchor === undefined) view.select(single(cell));
  else extend(cell);
  drag(event, view, (clientX, clientY) => {
    extend(view.at(clientX, clientY));
  });
}

/** Follows the pointer, also where it stands outside and the grid goes on scrolling. */
function drag(event: PointerEvent, view: GridView, to: (x: number, y: number) => void): void {
  const { root } = view;
  const ended = new AbortController();
  let at = event;
  let timer = 0;
  root.setPointerCapture(event.pointerId);
  const step = (): void => {
    const place = root.getBoundingClientRect();
    const isOutside =
      at.clientX > place.right ||
      at.clientX < place.left ||
      at.clientY > place.bottom ||
      at.clientY < place.top + HEADER_HEIGHT;
    to(at.clientX, at.clientY);
    timer = isOutside ? window.setTimeout(step, 50) : 0;
  };
  const move = (moved: PointerEvent): void => {
    at = moved;
    window.clearTimeout(timer);
    step();
  };
  const end = (): void => {
    window.clearTimeout(timer);
    ended.abort();
  };
  root.addEventListener('pointermove', move, { signal: ended.signal });
  root.addEventListener('pointerup', end, { signal: ended.signal });
  root.addEventListener('pointercancel', end, { signal: ended.signal });
}

function startResize(event: PointerEvent, view: GridView): void {
  event.preventDefault();
  const column = handleColumn(event, view);
  const width = view.widthOf(column);
  drag(event, view, (clientX) => {
    if (clientX !== event.clientX) view.resize(column, width + clientX - event.clientX);
  });
}

function isHandle({ target }: Event): boolean {
  return target instanceof HTMLElement && target.dataset['handle'] !== undefined;
}

/** The handle stands at the right edge of its column. */
function handleColumn({ target }: Event, view: GridView): number {
  if (!(target instanceof HTMLElement)) return 0;
  const { left, top } = target.getBoundingClientRect();
  return view.at(left, top + 1).column;
}

function isScrollBar({ clientX, clientY }: PointerEvent, root: HTMLElement): boolean {
  const place = root.getBoundingClientRect();
  return clientX >= place.left + root.clientWidth || clientY >= place.top + root.clientHeight;
}

function inside({ row, column }: Cell): Cell {
  return { row: Math.max(0, row), column: Math.max(0, column) };
}
