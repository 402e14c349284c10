import { type Extension, StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import { undisguised } from '../text/visible-text.ts';
import type { Span } from './statements.ts';

/** A place that PostgreSQL objects to. */
export interface ErrorMark extends Span {
  readonly message: string;
  /** What stood there when the text was sent. */
  readonly text: string;
}

const setError = StateEffect.define<ErrorMark | undefined>();

const errorField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setError)) next = marksOf(effect.value, transaction.newDoc);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const errorMarks: Extension = [
  errorField,
  EditorView.baseTheme({
    '.cm-sql-error': {
      textDecoration: 'underline wavy light-dark(#c92a2a, #ff8787)',
      textDecorationSkipInk: 'none',
      textUnderlineOffset: '3px',
    },
  }),
];

/** Underlines the place of an error, or nothing any more. */
export function showError(view: EditorView, mark: ErrorMark | undefined): void {
  view.dispatch({ effects: setError.of(mark) });
}

function marksOf(mark: ErrorMark | undefined, doc: Text): DecorationSet {
  if (mark === undefined || mark.text === '') return Decoration.none;
  const { from, to } = mark;
  // The person may have typed on since.
  if (to > doc.length || doc.sliceString(from, to) !== mark.text) return Decoration.none;
  const decoration = Decoration.mark({
    class: 'cm-sql-error',
    attributes: { title: undisguised(mark.message), 'aria-invalid': 'true' },
  });
  return Decoration.set([decoration.range(from, to)]);
}
