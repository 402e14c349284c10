/** UTF-16 units; browsers and what is pasted into stand still over more. */
export const LARGEST_COPY = 50_000_000;

/** @throws Error that says what to do instead, where the browser does not let us */
export async function writeClipboard(text: string): Promise<void> {
  if (!('clipboard' in navigator)) throw new Error(NEEDS_HTTPS);
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new Error(REFUSED);
  }
}

const NEEDS_HTTPS =
  'Browsers give pages the clipboard only over https. Open pg-usher by its https address, or use Export.';
const REFUSED =
  'The browser did not let this page write to the clipboard. Allow it in the settings of this site, or use Export.';
