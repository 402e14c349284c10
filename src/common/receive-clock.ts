import type { IncomingMessage } from 'node:http';

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined for a request without a body. */
    receiveClock?: ReceiveClock;
  }
}

/** How long a body may take to arrive, where nobody watches over it: one of 1 MiB at 18 KB a second. */
export const RECEIVE_MS = 60_000;

/**
 * Gives a request up whose body does not arrive in time. Node's own `requestTimeout` cannot tell a
 * long upload from a slow attack, and Fastify switches it off; this one stops while somebody who
 * knows how fast the body should come is reading it.
 */
export class ReceiveClock {
  readonly #request: IncomingMessage;
  readonly #giveUp: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param giveUp closes the connection; called at most once each time that the clock was started */
  constructor(request: IncomingMessage, giveUp: () => void) {
    this.#request = request;
    this.#giveUp = giveUp;
    const stop = (): void => {
      this.stop();
    };
    request.once('end', stop);
    request.once('close', stop);
    this.start();
  }

  /** From now on {@link RECEIVE_MS} are left, whatever was before. */
  start(): void {
    this.stop();
    if (this.#request.complete || this.#request.destroyed) return;
    this.#timer = setTimeout(() => {
      // A body that arrived and that nobody has read is no attack.
      if (!this.#request.complete) this.#giveUp();
    }, RECEIVE_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** Whether a body follows the headers (RFC 9112, section 6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
