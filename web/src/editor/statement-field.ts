import { type EditorState, StateEffect, StateField, type Text } from '@codemirror/state';
import { type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { cutText, movePieces, type Piece, type Span, statementAt } from './statements.ts';

/** Up to this many characters a text is cut at every key: that takes a millisecond or two. */
const CUT_AT_ONCE = 16_384;
const PAUSE_MS = 150;

interface Statements {
  readonly pieces: readonly Piece[];
  /** False while they are only moved along with the typing. */
  readonly isExact: boolean;
}

const setStatements = StateEffect.define<{
  readonly doc: Text;
  readonly pieces: readonly Piece[];
}>();

const statementsField = StateField.define<Statements>({
  create: ({ doc }) => exact(doc),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setStatements) && effect.value.doc === transaction.newDoc) {
        return { pieces: effect.value.pieces, isExact: true };
      }
    }
    if (!transaction.docChanged) return value;
    if (transaction.newDoc.length <= CUT_AT_ONCE) return exact(transaction.newDoc);
    const { changes } = transaction;
    const pieces = movePieces(value.pieces, (offset, side) => changes.mapPos(offset, side));
    return { pieces, isExact: false };
  },
});

function exact(doc: Text): Statements {
  return { pieces: cutText(doc.toString()).pieces, isExact: true };
}

/** Cuts a large text when the typing pauses. */
const cutOnPause = ViewPlugin.fromClass(
  class {
    #timer: ReturnType<typeof setTimeout> | undefined;
    readonly #view: EditorView;

    constructor(view: EditorView) {
      this.#view = view;
    }

    update({ docChanged, state }: ViewUpdate): void {
      if (!docChanged || state.field(statementsField).isExact) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        const { doc } = this.#view.state;
        const { pieces } = exact(doc);
        this.#view.dispatch({ effects: setStatements.of({ doc, pieces }) });
      }, PAUSE_MS);
    }

    destroy(): void {
      clearTimeout(this.#timer);
    }
  },
);

export const statements = [statementsField, cutOnPause];

/** For drawing: may lag behind the typing for a moment. */
export function outlinedStatement(state: EditorState): Span | undefined {
  if (!state.selection.main.empty) return undefined;
  const piece = statementAt(state.field(statementsField).pieces, state.selection.main.head);
  return piece === undefined ? undefined : { from: piece.start, to: piece.end };
}

/** SQL to send, and where in the document it stands. */
export interface SqlPart {
  readonly sql: string;
  readonly from: number;
}

/** What would run: the selection when there is one, else the statement at the cursor. */
export function partToRun(state: EditorState): SqlPart | undefined {
  const { from, to, empty } = state.selection.main;
  if (!empty) {
    const sql = state.sliceDoc(from, to);
    return sql.trim() === '' ? undefined : { sql, from };
  }
  const field = state.field(statementsField);
  const { pieces } = field.isExact ? field : exact(state.doc);
  const piece = statementAt(pieces, from);
  return piece === undefined
    ? undefined
    : { sql: state.sliceDoc(piece.start, piece.end), from: piece.start };
}
