import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  insertCompletionText,
  pickedCompletion,
} from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { CatalogIndex } from './catalog-index.ts';
import { visibleText } from '../text/visible-text.ts';
import { matchedRanges } from './name-match.ts';
import { type Proposal, proposalsFor } from './proposals.ts';
import { contextAt, type SqlContext } from './sql-context.ts';

/** What the source asks for; the page's memory of the catalog answers. */
export interface CompletionCatalog {
  /** All that is known now; null before the first answer. */
  readonly index: () => CatalogIndex | null;
  /** Fetches what this place needs and is not known yet; null when nothing is missing. */
  readonly complete: (
    context: SqlContext,
    signal: AbortSignal,
  ) => Promise<CatalogIndex | null> | null;
}

/** Longer statements are completed without their ends: nobody writes those by hand. */
const MAX_STATEMENT = 50_000;

/** Proposes names and keywords where the cursor stands. */
export function completionSource(catalog: CompletionCatalog): CompletionSource {
  return (context) => {
    const { sql, start } = statementAt(context.state, context.pos);
    const found = contextAt(sql, context.pos - start);
    if (found === null) return null;
    if (!context.explicit && found.typed === '' && found.parents.length === 0) return null;
    const index = catalog.index();
    const missing = catalog.complete(found, abortSignal(context));
    if (missing === null) return index === null ? null : resultOf(found, index, start);
    return missing.then((more) =>
      context.aborted || more === null ? null : resultOf(found, more, start),
    );
  };
}

function resultOf(
  context: SqlContext,
  index: CatalogIndex,
  start: number,
): CompletionResult | null {
  const proposals = proposalsFor(context, index);
  if (proposals.length === 0) return null;
  const typed = context.typed.toLowerCase();
  return {
    from: start + context.from,
    to: start + context.to,
    options: proposals.map((proposal) => optionOf(proposal)),
    filter: false,
    getMatch: ({ displayLabel = '' }) => matchedRanges(displayLabel, typed),
  };
}

const ICONS = {
  column: 'property',
  relation: 'class',
  source: 'constant',
  schema: 'namespace',
  function: 'function',
  type: 'type',
  keyword: 'keyword',
} as const;

function optionOf({ label, kind, detail, insert }: Proposal): Completion {
  return {
    label,
    displayLabel: visibleText(label),
    type: ICONS[kind],
    ...(detail === undefined ? {} : { detail: visibleText(detail) }),
    apply:
      kind === 'function'
        ? (view, option, from, to) => call(view, option, { from, to, insert })
        : insert,
  };
}

/** Puts a function in with its brackets, and the cursor between them. */
function call(
  view: EditorView,
  option: Completion,
  { from, to, insert }: { readonly from: number; readonly to: number; readonly insert: string },
): void {
  const bracketThere = view.state.sliceDoc(to, to + 1) === '(';
  if (bracketThere) {
    const name = insert.replace(/\(\)?$/, '');
    view.dispatch({
      ...insertCompletionText(view.state, name, from, to),
      annotations: pickedCompletion.of(option),
    });
    return;
  }
  const open = insert.endsWith('(');
  view.dispatch({
    ...insertCompletionText(view.state, open ? `${insert})` : insert, from, to),
    selection: { anchor: from + insert.length },
    annotations: pickedCompletion.of(option),
  });
}

/** The statement around a place, as the editor's own tree has cut it. */
function statementAt(state: EditorState, at: number): { sql: string; start: number } {
  const node = syntaxTree(state).topNode.childBefore(at);
  const until = syntaxTree(state).topNode.childAfter(at - 1);
  const ended = node !== null && state.sliceDoc(node.to - 1, node.to) === ';' && node.to <= at;
  const from = node === null || ended ? Math.min(at, node?.to ?? 0) : node.from;
  const start = Math.max(from, at - MAX_STATEMENT);
  const end = until !== null && until.from <= at ? until.to : at;
  return { sql: state.sliceDoc(start, Math.min(Math.max(end, at), at + MAX_STATEMENT)), start };
}

function abortSignal(context: CompletionContext): AbortSignal {
  const controller = new AbortController();
  context.addEventListener('abort', () => {
    controller.abort();
  });
  return controller.signal;
}
