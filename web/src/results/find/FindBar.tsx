import { ActionIcon, Text, TextInput, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { useEffect, useMemo, useReducer, useRef, useState, useSyncExternalStore } from 'react';
import type { GridView } from '../grid/grid-view.ts';
import { single } from '../grid/selection.ts';
import type { ResultData } from '../result-data.ts';
import css from '../ResultView.module.css';
import { Finder } from './finder.ts';

interface Props {
  readonly data: ResultData;
  readonly view: GridView;
  readonly onClose: () => void;
}

const SLICE_MS = 8;

/** Finds a text in the rows that are here; Enter goes on, Shift+Enter goes back. */
export function FindBar({ data, view, onClose }: Props): React.JSX.Element {
  const [text, setText] = useState('');
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const finder = useFinder(data, text);
  useEffect(() => {
    input.current?.focus();
  }, []);
  useEffect(() => {
    view.mark(text);
    return () => {
      view.mark('');
    };
  }, [view, text]);

  const go = (direction: 'after' | 'before'): void => {
    if (finder === undefined) return;
    const { row, column } = view.getSelection().focus;
    const index =
      at < 0 && direction === 'after' ? finder.from(row, column) : finder[direction](row, column);
    const hit = finder.hit(index);
    if (hit === undefined) return;
    setAt(index);
    view.select(single(hit), false);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    if (event.key === 'Escape') onClose();
    else go(event.shiftKey ? 'before' : 'after');
  };

  return (
    <div className={css.find} role="search" aria-label="Find in result" onKeyDown={onKeyDown}>
      <TextInput
        ref={input}
        aria-label="Find in result"
        placeholder="Find in result"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(-1);
        }}
      />
      <Text size="xs" aria-live="polite" miw={90}>
        {countText(finder, at)}
      </Text>
      <Step
        label="Previous hit"
        keys="Shift+Enter"
        run={() => {
          go('before');
        }}
      >
        <IconChevronUp size={16} aria-hidden />
      </Step>
      <Step
        label="Next hit"
        keys="Enter"
        run={() => {
          go('after');
        }}
      >
        <IconChevronDown size={16} aria-hidden />
      </Step>
      <Step label="Close find" keys="Esc" run={onClose}>
        <IconX size={16} aria-hidden />
      </Step>
    </div>
  );
}

interface StepProps {
  readonly label: string;
  readonly keys: string;
  readonly run: () => void;
  readonly children: React.ReactNode;
}

function Step({ label, keys, run, children }: StepProps): React.JSX.Element {
  return (
    <Tooltip label={`${label} (${keys})`}>
      <ActionIcon aria-label={label} color="gray" onClick={run}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function countText(finder: Finder | undefined, at: number): string {
  if (finder === undefined) return '';
  const more = finder.isFull ? '+' : finder.isDone ? '' : ' so far';
  const count = `${finder.count.toLocaleString('en')}${more}`;
  if (finder.count === 0) return finder.isDone ? 'Not found' : 'Searching …';
  return at < 0
    ? `${count} ${finder.count === 1 ? 'hit' : 'hits'}`
    : `${(at + 1).toLocaleString('en')} of ${count}`;
}

/** Searches in slices between frames, and again when rows come. */
function useFinder(data: ResultData, text: string): Finder | undefined {
  const version = useSyncExternalStore(data.subscribe, data.getSnapshot);
  const [, tell] = useReducer((count: number) => count + 1, 0);
  const finder = useMemo(() => (text === '' ? undefined : new Finder(data, text)), [data, text]);
  useEffect(() => {
    if (finder === undefined) return undefined;
    let timer = 0;
    const step = (): void => {
      finder.step(SLICE_MS);
      tell();
      if (!finder.isDone) timer = window.setTimeout(step);
    };
    timer = window.setTimeout(step);
    return () => {
      window.clearTimeout(timer);
    };
  }, [finder, version]);
  return finder;
}
