import { closeCompletion } from '@codemirror/autocomplete';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { type RefObject, useEffect, useImperativeHandle, useRef } from 'react';
import type { Workspace } from '../workspace/workspace.ts';
import { completion, editorExtensions } from './editor-extensions.ts';
import { type ErrorMark, showError } from './error-mark.ts';
import { partToRun, type SqlPart } from './statement-field.ts';

/** What the rest of the workspace may ask of the editor; of the tab that is shown. */
export interface EditorHandle {
  /** The selection, else the statement at the cursor; undefined where there is none. */
  part(): SqlPart | undefined;
  all(): SqlPart;
  insert(text: string): void;
  focus(): void;
  /** Takes away what stands over the text: the mark of an error, and proposals. */
  clear(): void;
  showError(mark: ErrorMark): void;
  goTo(offset: number): void;
}

interface Props {
  readonly workspace: Workspace;
  readonly tabId: string;
  readonly completionSource: Extension;
  readonly handle: RefObject<EditorHandle | null>;
}

/** One CodeMirror for all tabs, which have each their own cursor and undo. */
export function SqlEditor({
  workspace,
  tabId,
  completionSource,
  handle,
}: Props): React.JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const isShown = useRef(false);
  useEffect(() => {
    const parent = place.current;
    if (parent === null) return undefined;
    const editor = new EditorView({ parent, state: stateOf(workspace, tabId) });
    view.current = editor;
    const stop = isShown.current ? focusNow(editor) : focusWhenFree(editor);
    isShown.current = true;
    return () => {
      stop();
      workspace.editorStates.set(tabId, editor.state);
      view.current = null;
      editor.destroy();
    };
  }, [workspace, tabId]);
  useEffect(() => {
    view.current?.dispatch({ effects: completion.reconfigure(completionSource) });
  }, [workspace, tabId, completionSource]);
  useImperativeHandle(handle, () => handleOf(view), []);
  return <div ref={place} style={{ height: '100%' }} />;
}

/** Milliseconds after which what was closed when the editor came is gone. */
const CLOSING_MS = 400;

function focusNow(editor: EditorView): () => void {
  editor.focus();
  return () => undefined;
}

/** The editor comes late: a palette or a dialog that was opened meanwhile keeps the keys. */
function focusWhenFree(editor: EditorView): () => void {
  if (document.activeElement?.closest('[role="dialog"], [role="menu"]') == null) {
    return focusNow(editor);
  }
  const timer = setTimeout(() => {
    if (document.activeElement === document.body) editor.focus();
  }, CLOSING_MS);
  return () => {
    clearTimeout(timer);
  };
}

function stateOf(workspace: Workspace, tabId: string): EditorState {
  const known = workspace.editorStates.get(tabId);
  if (known !== undefined) return known;
  const tab = workspace.getState().tabs.find(({ id }) => id === tabId);
  return EditorState.create({
    doc: tab?.text ?? '',
    selection: { anchor: tab?.cursor ?? 0 },
    extensions: [
      editorExtensions(),
      EditorView.updateListener.of(({ docChanged, selectionSet, state }) => {
        if (docChanged || selectionSet) {
          workspace.typed(tabId, state.doc, state.selection.main.head);
        }
      }),
    ],
  });
}

function handleOf(view: RefObject<EditorView | null>): EditorHandle {
  const withView = (act: (editor: EditorView) => void): void => {
    if (view.current !== null) act(view.current);
  };
  return {
    part: () => (view.current === null ? undefined : partToRun(view.current.state)),
    all: () => ({ sql: view.current?.state.doc.toString() ?? '', from: 0 }),
    insert: (text) => {
      withView((editor) => {
        editor.dispatch(editor.state.replaceSelection(text), { scrollIntoView: true });
        editor.focus();
      });
    },
    focus: () => {
      withView((editor) => {
        editor.focus();
      });
    },
    clear: () => {
      withView((editor) => {
        closeCompletion(editor);
        showError(editor, undefined);
      });
    },
    showError: (mark) => {
      withView((editor) => {
        showError(editor, mark);
      });
    },
    goTo: (offset) => {
      withView((editor) => {
        const anchor = Math.min(offset, editor.state.doc.length);
        editor.dispatch({ selection: { anchor }, scrollIntoView: true });
        editor.focus();
      });
    },
  };
}
