import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { contentTop, scrollHeight } from '../grid/geometry.ts';
import css from './Viewer.module.css';

const LINE_HEIGHT = 18;
const PADDING = 16;
const SPARE_LINES = 4;

interface Props {
  readonly label: string;
  readonly count: number;
  readonly line: (index: number) => ReactNode;
  /** Hears how many characters of the fixed width fit beside each other. */
  readonly onColumns?: (columns: number) => void;
}

/** Lines of one height, of which only those in view are elements, however many there are. */
export function LineWindow({ label, count, line, onColumns }: Props): React.JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const latest = useRef(onColumns);
  const [view, setView] = useState({ top: 0, height: 0 });
  useLayoutEffect(() => {
    latest.current = onColumns;
  });
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const measure = (): void => {
      setView({ top: element.scrollTop, height: element.clientHeight });
      const width = (probe.current?.getBoundingClientRect().width ?? 0) / 10;
      if (width > 0) latest.current?.(Math.floor((element.clientWidth - PADDING) / width));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => {
      observer.disconnect();
    };
  }, []);
  const height = count * LINE_HEIGHT;
  const top = contentTop(view.top, height, view.height);
  const first = Math.max(0, Math.floor(top / LINE_HEIGHT) - SPARE_LINES);
  const last = Math.min(count, Math.ceil((top + view.height) / LINE_HEIGHT) + SPARE_LINES);
  const lines = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  return (
    <div
      ref={root}
      className={css.lines}
      role="region"
      aria-label={label}
      tabIndex={0}
      onScroll={({ currentTarget }) => {
        setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight });
      }}
    >
      <span ref={probe} className={css.probe} aria-hidden>
        0000000000
      </span>
      <div style={{ height: scrollHeight(height) }}>
        <div style={{ transform: `translateY(${view.top + first * LINE_HEIGHT - top}px)` }}>
          {lines.map((index) => (
            <div key={index} className={css.line}>
              {line(index)}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
