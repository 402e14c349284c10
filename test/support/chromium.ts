import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where this machine has Chromium; undefined where it has none. */
export function chromiumPath(): string | undefined {
  return PLACES.find((path) => existsSync(path));
}

/** Why there is no browser to test the page in; undefined where there is one. */
export function chromiumMissing(): string | undefined {
  return chromiumPath() === undefined
    ? `No Chromium at ${PLACES.join(', ')}; Debian has it in the package chromium`
    : undefined;
}

/** Chromium without a window, which asks nobody outside of this machine for anything. */
export async function startChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error(chromiumMissing());
  return chromium.launch({
    executablePath,
    args: [
      // Its sandbox does not start for root; the pages are ours.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
