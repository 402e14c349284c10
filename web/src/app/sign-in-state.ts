/**
 * Whether the session has ended under the page, and what the browser's other tabs say about it. The
 * page stays as it is; a sheet over it asks to sign in again.
 */
type Notice = 'signed-in' | 'signed-out';

const channel = new BroadcastChannel('pg-usher');
const listeners = new Set<() => void>();
let signedOut = false;

export function noteSignedOut(): void {
  set(true);
}

export function noteSignedInAgain(): void {
  set(false);
}

export function isSignedOut(): boolean {
  return signedOut;
}

export function onSignedOutChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells the other tabs of this browser, not this one. */
export function tellOtherTabs(notice: Notice): void {
  channel.postMessage(notice);
}

export function onOtherTabs(listener: (notice: Notice) => void): () => void {
  const receive = ({ data }: MessageEvent<unknown>): void => {
    if (data === 'signed-in' || data === 'signed-out') listener(data);
  };
  channel.addEventListener('message', receive);
  return () => channel.removeEventListener('message', receive);
}

function set(value: boolean): void {
  if (signedOut === value) return;
  signedOut = value;
  for (const listener of listeners) listener();
}
