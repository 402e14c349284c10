/**
 * A signal that aborts when the time is over, or when another one does. Cleared after use.
 *
 * Not `AbortSignal.any([AbortSignal.timeout(ms), other])`: nothing holds the first of these then. In
 * Node.js 20 the next garbage collection takes it, and its timer with it, and the time is never over
 * (measured with 20.20).
 */
export class TimeLimit {
  readonly signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;

  /** @param ms from now */
  constructor(ms: number, other: AbortSignal) {
    const over = new AbortController();
    this.signal = AbortSignal.any([over.signal, other]);
    this.#timer = setTimeout(() => {
      over.abort(new DOMException('The time is over.', 'TimeoutError'));
    }, ms);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
