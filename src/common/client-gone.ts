import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem } from './problem.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** Milliseconds for which a reader may take nothing; see {@link clientGone}. */
    stallTimeoutMs: number;
  }
}

/**
 * A signal that aborts when the client closes the connection before it has the whole answer, or
 * takes nothing of what waits for it for {@link FastifyInstance.stallTimeoutMs}: its connection is
 * closed then.
 */
export function clientGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const response = reply.raw;
  const left = (): void => {
    if (!response.writableFinished) controller.abort(hasLeft());
  };
  const { socket } = reply.request.raw;
  if (response.closed || socket.destroyed) left();
  else {
    response.once('close', left);
    // Of requests that were sent one behind another on one connection, Node tells only the first
    // one's response that the connection closed.
    socket.once('close', left);
    response.once('finish', () => socket.off('close', left));
    // Node's timer starts anew with whatever the operating system takes of what is being sent. It
    // also runs out while there is nothing to send, which is nobody's fault.
    response.setTimeout(reply.server.stallTimeoutMs, () => {
      if (socket.writableLength === 0) return;
      controller.abort(hasStalled(reply.server.stallTimeoutMs));
      // An end in order would look like the end of the answer to a reader of HTTP/1.0.
      socket.resetAndDestroy();
    });
  }
  return controller.signal;
}

function hasLeft(): Problem {
  return new Problem('query-cancelled', {
    detail: 'The client left before the answer was complete, so the statement was cancelled.',
    owner: 'user',
  });
}

function hasStalled(ms: number): Problem {
  return new Problem('reader-stalled', {
    detail: `The client took nothing of the answer for ${String(Math.round(ms / 1000))} seconds, so the statement was cancelled and the connection closed. Read the answer while it comes, or ask for less.`,
    owner: 'user',
  });
}

export const ClientGone = createParamDecorator(
  (_data: unknown, context: ExecutionContext): AbortSignal =>
    clientGone(context.switchToHttp().getResponse<FastifyReply>()),
);
