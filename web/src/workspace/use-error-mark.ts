import { type RefObject, useEffect } from 'react';
import type { EditorHandle } from '../editor/SqlEditor.tsx';
import type { RunState } from '../runs/run-state.ts';
import { errorSpanOf } from './RunProblem.tsx';

/** Runs whose error has been underlined: once, since the text goes on from there. */
const marked = new WeakSet<RunState['request']>();

/** Underlines in the editor what PostgreSQL objects to. */
export function useErrorMark(
  run: RunState | undefined,
  editor: RefObject<EditorHandle | null>,
): void {
  useEffect(() => {
    if (run === undefined || marked.has(run.request)) return;
    const span = errorSpanOf(run);
    if (span === undefined) return;
    marked.add(run.request);
    const { sql, from } = run.request;
    editor.current?.showError({
      ...span,
      text: sql.slice(span.from - from, span.to - from),
      message: run.messages.at(-1)?.text ?? '',
    });
  }, [run, editor]);
}
