/**
 * What the policy of this document lets `<style>` elements be known by (CSP 3, section 6.7.2.3).
 * Scripts may read it, the document's attributes hide it.
 */
export function cspNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
