/** In the built page wherever the nonce of an answer belongs. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/**
 * The headers of the page. Scripts come from our own files only, and style elements only with the
 * nonce of this answer (Mantine and CodeMirror make some). A style that React sets on an element goes
 * through CSSOM, which the policy does not restrict; a style attribute in markup does not count.
 *
 * No string becomes markup or a script (Trusted Types, W3C): the page has one policy for that, which lets
 * through what Mantine fills style elements with (`web/src/app/trusted-types.ts`), and can make no other.
 *
 * @param nonce random, for one answer (CSP Level 3, section 7.1)
 */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': policy(nonce),
    'Permissions-Policy': PERMISSIONS,
  };
}

function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // Downloads go through a hidden frame.
    "frame-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join(';');
}

/** Everything that a page could ask a person for; the clipboard is what this one writes to. */
const PERMISSIONS = [
  ...['accelerometer', 'autoplay', 'camera', 'clipboard-read', 'display-capture'],
  ...[
    'encrypted-media',
    'geolocation',
    'gyroscope',
    'hid',
    'identity-credentials-get',
    'idle-detection',
  ],
  ...['local-fonts', 'magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture'],
  ...['publickey-credentials-get', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking'],
]
  .map((feature) => `${feature}=()`)
  .concat('clipboard-write=(self)', 'fullscreen=(self)')
  .join(', ');
