/** Whether the service answered when it was asked last, itself and not a proxy in its place. */
let away = false;
const listeners = new Set<() => void>();

export function noteReached(isReached: boolean): void {
  if (away === !isReached) return;
  away = !isReached;
  for (const listener of [...listeners]) listener();
}

export function isAway(): boolean {
  return away;
}

export function onAwayChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Hears when the service answers again. */
export function onBack(listener: () => void): () => void {
  return onAwayChange(() => {
    if (!away) listener();
  });
}

/** Whether somebody answered who stands before the service, which does not answer. */
export function isProxyAnswer({ status, headers }: Response): boolean {
  const type = headers.get('Content-Type') ?? '';
  return status >= 502 && status <= 504 && !type.startsWith('application/problem+json');
}
