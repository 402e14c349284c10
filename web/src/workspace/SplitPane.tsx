import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import classes from './SplitPane.module.css';

interface Props {
  /** `columns`: beside each other; `rows`: above each other. */
  readonly direction: 'columns' | 'rows';
  /** What the handle is called: "Width of the object tree". */
  readonly label: string;
  /** Names the size in this browser's storage. */
  readonly name: string;
  /** Of the first pane, in percent. */
  readonly initial: number;
  readonly first: ReactNode;
  readonly second: ReactNode;
}

const [LEAST, MOST, STEP] = [8, 85, 2];

/** Two panes and a handle between them: for the pointer, and for the arrow keys. */
export function SplitPane({
  direction,
  label,
  name,
  initial,
  first,
  second,
}: Props): React.JSX.Element {
  const key = `pg-usher:pane:${name}`;
  const [size, setSize] = useState(() => storedSize(key) ?? initial);
  const box = useRef<HTMLDivElement>(null);
  const isColumns = direction === 'columns';
  const resize = (next: number): void => {
    const inBounds = Math.min(MOST, Math.max(LEAST, next));
    setSize(inBounds);
    try {
      localStorage.setItem(key, inBounds.toFixed(1));
    } catch {
      // The browser has no room: then it holds until the page is left.
    }
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const rect = box.current?.getBoundingClientRect();
    if (rect === undefined) return;
    resize(
      isColumns
        ? ((event.clientX - rect.left) / rect.width) * 100
        : ((event.clientY - rect.top) / rect.height) * 100,
    );
  };
  const press = (event: KeyboardEvent): void => {
    const next = sizeAfterKey(event.key, size, isColumns);
    if (next === undefined) return;
    event.preventDefault();
    resize(next);
  };
  const template = `minmax(0, ${size.toFixed(1)}fr) 7px minmax(0, ${(100 - size).toFixed(1)}fr)`;
  return (
    <div
      ref={box}
      className={classes['split']}
      style={isColumns ? { gridTemplateColumns: template } : { gridTemplateRows: template }}
    >
      <div className={classes['pane']}>{first}</div>
      <div
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation={isColumns ? 'vertical' : 'horizontal'}
        aria-valuenow={Math.round(size)}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        className={classes['handle']}
        data-direction={direction}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={drag}
      />
      <div className={classes['pane']}>{second}</div>
    </div>
  );
}

function sizeAfterKey(key: string, size: number, isColumns: boolean): number | undefined {
  if (key === 'Home') return LEAST;
  if (key === 'End') return MOST;
  if (key === (isColumns ? 'ArrowLeft' : 'ArrowUp')) return size - STEP;
  return key === (isColumns ? 'ArrowRight' : 'ArrowDown') ? size + STEP : undefined;
}

function storedSize(key: string): number | undefined {
  const size = Number(localStorage.getItem(key) ?? Number.NaN);
  return size >= LEAST && size <= MOST ? size : undefined;
}
