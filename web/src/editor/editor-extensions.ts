import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bidiIsolates, bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
  rectangularSelection,
} from '@codemirror/view';
import { cspNonce } from '../nonce.ts';
import { editorTheme } from './editor-theme.ts';
import { errorMarks } from './error-mark.ts';
import { statements } from './statement-field.ts';
import { statementOutline } from './statement-outline.ts';

/** Keys of CodeMirror's that are commands of the page. */
const PAGE_KEYS: ReadonlySet<string> = new Set(['Mod-Enter', 'Shift-Mod-Enter', 'Mod-i', 'Mod-k']);

/** What CodeMirror does not mark by itself, of what the other places of the page mark. */
const INVISIBLE = /[\u180e\u202a-\u202c\u2060-\u206f\u{e0000}-\u{e007f}]/u;

export const completion = new Compartment();

/** What the editor is made of, apart from the completion and what it tells the workspace. */
export function editorExtensions(): Extension {
  return [
    EditorView.cspNonce.of(cspNonce()),
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightSpecialChars({ addSpecialChars: INVISIBLE }),
    // What is written from the right in a text or a name does not move the SQL beside it.
    bidiIsolates(),
    history(),
    drawSelection(),
    rectangularSelection(),
    EditorState.allowMultipleSelections.of(true),
    indentOnInput(),
    indentUnit.of('  '),
    bracketMatching(),
    closeBrackets(),
    highlightSelectionMatches(),
    search({ top: true }),
    completion.of([]),
    statements,
    statementOutline(),
    errorMarks,
    placeholder('SQL. The statement in the box is what runs.'),
    EditorView.contentAttributes.of({ 'aria-label': 'SQL editor', spellcheck: 'false' }),
    Prec.high(editorTheme),
    keymap.of(
      [
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...defaultKeymap,
        // Esc and then Tab leaves the editor.
        indentWithTab,
      ].filter(({ key }) => key === undefined || !PAGE_KEYS.has(key)),
    ),
  ];
}
