import { useEffect, useState } from 'react';
import { type JsonLines, jsonLines } from './json-lines.ts';

const SLICE_MS = 8;

export interface JsonProgress {
  readonly lines?: JsonLines;
  /** From 0 to 1. */
  readonly share: number;
}

/**
 * Formats a JSON text in slices of time, between which the page does what else there is. For one text:
 * whoever shows another one uses another component.
 */
export function useJsonLines(text: string, isWanted: boolean): JsonProgress {
  const [progress, setProgress] = useState<JsonProgress>({ share: 0 });
  useEffect(() => {
    if (!isWanted) return undefined;
    const steps = jsonLines(text);
    let timer = 0;
    const work = (): void => {
      const end = performance.now() + SLICE_MS;
      let step = steps.next();
      while (step.done !== true && performance.now() < end) step = steps.next();
      if (step.done === true) {
        setProgress({ share: 1, lines: step.value });
        return;
      }
      setProgress({ share: step.value / text.length });
      timer = window.setTimeout(work);
    };
    timer = window.setTimeout(work);
    return () => {
      window.clearTimeout(timer);
    };
  }, [text, isWanted]);
  return progress;
}
