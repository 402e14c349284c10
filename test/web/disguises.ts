import type { Page } from 'playwright-core';

/**
 * Has the page note every text, of an element or in one of its attributes, in which something cannot be
 * seen or would turn others about, and that stood there for however short a time. The editor is left
 * out: what is typed is in the document before the editor can mark it.
 */
export async function watchForDisguises(page: Page): Promise<void> {
  await page.addInitScript(WATCH);
  await page.evaluate(WATCH);
}

/** What was noted since the document was opened. */
export function disguises(page: Page): Promise<string[]> {
  return page.evaluate<string[]>('window.__disguises');
}

const WATCH = `{
window.__disguises = [];
const DISGUISE = /(?![\\t\\r\\n])[\\p{Cc}\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]/u;
const NAMES = ['title', 'aria-label', 'placeholder', 'alt'];
const look = (node) => {
  const element = node instanceof Element ? node : node.parentElement;
  if (!element || !node.isConnected || element.closest('.cm-content')) return;
  const texts = node instanceof Element ? NAMES.map((name) => node.getAttribute(name)) : [node.data];
  if (texts.some((text) => text && DISGUISE.test(text))) {
    window.__disguises.push(element.outerHTML.slice(0, 300));
  }
};
const lookAtAll = (node) => {
  look(node);
  node.childNodes.forEach(lookAtAll);
};
new MutationObserver((records) => {
  for (const { type, target, addedNodes } of records) {
    if (type === 'childList') addedNodes.forEach(lookAtAll);
    else look(target);
  }
}).observe(document, {
  subtree: true,
  childList: true,
  characterData: true,
  attributes: true,
  attributeFilter: NAMES,
});
}`;
