import { Problem } from '../common/problem.js';

/** Aborts its signal when the time is over, or when another signal does; cleared after use. */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;

  /** @param timeoutMs milliseconds from now */
  constructor(timeoutMs: number, other: AbortSignal) {
    const own = new AbortController();
    this.signal = AbortSignal.any([own.signal, other]);
    this.#timer = setTimeout(() => {
      own.abort(
        new Problem('query-timeout', {
          detail: `The statement ran longer than ${String(timeoutMs)} ms and was cancelled. Ask for more time with timeoutMs, as far as the service allows.`,
          owner: 'user',
        }),
      );
    }, timeoutMs);
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
