declare global {
  interface Window {
    /** Not in every browser that the page is for; those without it do as if the policy asked nothing. */
    readonly trustedTypes?: {
      createPolicy(name: string, rules: { createHTML(text: string): string }): unknown;
    };
  }
}

/**
 * What the service's policy asks before a string becomes markup (`require-trusted-types-for`). Mantine
 * fills `<style>` elements through innerHTML; a text without `<` makes no element, wherever it is put.
 * There are no rules for scripts and their addresses, so that no string becomes one.
 */
window.trustedTypes?.createPolicy('default', {
  createHTML(text) {
    if (text.includes('<')) throw new TypeError('This page makes no markup of a text.');
    return text;
  },
});

export {};
