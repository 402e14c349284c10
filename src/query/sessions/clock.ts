/** Time as pinned connections see it. */
export interface Clock {
  /** Milliseconds on a clock that nobody sets. */
  now(): number;
  /** Calls back once, no earlier than in `ms`; gives what takes it back. */
  after(ms: number, run: () => void): () => void;
}

/** The longest time of a timer in Node; who is called too early looks again. */
const MAX_TIMER_MS = 2_147_483_647;

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(Math.ceil(ms), MAX_TIMER_MS)).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Injection token of the {@link Clock}. */
export const SESSION_CLOCK = Symbol('SESSION_CLOCK');
