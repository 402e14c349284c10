import type { Extension } from '@codemirror/state';
import { EditorView, layer, RectangleMarker } from '@codemirror/view';
import type { Span } from './statements.ts';
import { outlinedStatement } from './statement-field.ts';

const MARGIN = 2;

/** Draws a box around the statement that the key for running would run. */
export function statementOutline(): Extension {
  return [
    layer({
      above: false,
      class: 'cm-statement-layer',
      update: () => true,
      markers: (view) => {
        const span = outlinedStatement(view.state);
        return span === undefined ? [] : [boxAround(view, span)];
      },
    }),
    EditorView.baseTheme({
      '.cm-statement': {
        boxSizing: 'border-box',
        border: '1px solid light-dark(#6f8ad0, #5f80ce)',
        borderRadius: '4px',
        background: 'light-dark(rgb(72 109 199 / 6%), rgb(95 128 206 / 12%))',
      },
    }),
  ];
}

function boxAround(view: EditorView, { from, to }: Span): RectangleMarker {
  const scroller = view.scrollDOM.getBoundingClientRect();
  const left = scroller.left - view.scrollDOM.scrollLeft;
  const top = scroller.top - view.scrollDOM.scrollTop;
  const [first, last] = [view.lineBlockAt(from), view.lineBlockAt(to)];
  const { x, width } = horizontal(view, from, to);
  return new RectangleMarker(
    'cm-statement',
    x - left,
    first.top + view.documentTop - top,
    width,
    last.bottom - first.top,
  );
}

/** Of one line, its own part; of several, all that the editor has. */
function horizontal(view: EditorView, from: number, to: number): { x: number; width: number } {
  const start = view.coordsAtPos(from, 1);
  const end = view.coordsAtPos(to, -1);
  if (start !== null && end !== null && Math.abs(start.top - end.top) < 2) {
    return { x: start.left - MARGIN, width: end.right - start.left + 2 * MARGIN };
  }
  const content = view.contentDOM.getBoundingClientRect();
  return { x: content.left + MARGIN, width: content.width - 2 * MARGIN };
}
