import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Each pair has a contrast of 4.5:1 and more on the page's background, light and dark. */
const COLORS = {
  keyword: 'light-dark(#1a3f8a, #91a7ff)',
  type: 'light-dark(#0b6b5d, #63e6be)',
  string: 'light-dark(#8a3b12, #ffc078)',
  number: 'light-dark(#6b2fa0, #d0a5ff)',
  name: 'light-dark(#1f2328, #dee2e6)',
  quoted: 'light-dark(#5c4300, #ffe066)',
  comment: 'light-dark(#5c636a, #a0a7ae)',
  operator: 'light-dark(#444b52, #ced4da)',
} as const;

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: COLORS.keyword, fontWeight: '600' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: COLORS.type },
  { tag: tags.string, color: COLORS.string },
  { tag: [tags.number, tags.bool, tags.null], color: COLORS.number },
  { tag: tags.name, color: COLORS.name },
  { tag: tags.special(tags.string), color: COLORS.quoted },
  { tag: tags.comment, color: COLORS.comment, fontStyle: 'italic' },
  { tag: [tags.operator, tags.punctuation, tags.paren], color: COLORS.operator },
]);

const theme = EditorView.theme({
  '&': {
    height: '100%',
    fontSize: '13px',
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--mantine-color-text)', padding: '6px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)', borderLeftWidth: '2px' },
  '.cm-line': { padding: '0 8px' },
  '.cm-gutters': {
    color: 'light-dark(#5c636a, #a0a7ae)',
    backgroundColor: 'var(--mantine-color-body)',
    borderRight: '1px solid var(--mantine-color-default-border)',
  },
  '.cm-activeLineGutter': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'transparent',
    fontWeight: '600',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'light-dark(#c5d4f7, #2f4374)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'light-dark(#d3f1e4, #1f5a47)',
    outline: '1px solid light-dark(#0b6b5d, #63e6be)',
  },
  '.cm-selectionMatch': { backgroundColor: 'light-dark(#e7edfb, #253560)' },
  '.cm-searchMatch': {
    backgroundColor: 'light-dark(#ffec99, #5c4a00)',
    outline: '1px solid light-dark(#8a6d00, #ffd43b)',
  },
  '.cm-searchMatch-selected': { backgroundColor: 'light-dark(#ffc078, #8a4b08)' },
  '.cm-panels': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'light-dark(#f1f3f5, #25262b)',
    borderColor: 'var(--mantine-color-default-border)',
  },
  '.cm-textfield, .cm-button': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
    backgroundImage: 'none',
    border: '1px solid light-dark(#868e96, #868e96)',
    borderRadius: '4px',
  },
  '.cm-tooltip': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'light-dark(#fff, #2e2e2e)',
    border: '1px solid var(--mantine-color-default-border)',
    borderRadius: '4px',
    boxShadow: 'var(--mantine-shadow-md)',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mantine-font-family-monospace)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: '#fff',
    backgroundColor: '#2e53ae',
  },
  '.cm-completionDetail': { color: 'inherit', opacity: '0.85', fontStyle: 'normal' },
  '.cm-placeholder': { color: 'light-dark(#5c636a, #a0a7ae)' },
});

/** One look for light and dark: the colours follow the page's `color-scheme`. */
export const editorTheme: Extension = [theme, syntaxHighlighting(highlight)];
