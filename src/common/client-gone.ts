import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem } from './problem.js';

/** A signal that aborts when the client closes the connection before it has the whole answer. */
export function clientGone(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const response = reply.raw;
  const left = (): void => {
    if (response.writableFinished) return;
    controller.abort(
      new Problem('query-cancelled', {
        detail: 'The client left before the answer was complete, so the statement was cancelled.',
        owner: 'user',
      }),
    );
  };
  const { socket } = reply.request.raw;
  if (response.closed || socket.destroyed) left();
  else {
    response.once('close', left);
    // Of requests that were sent one behind another on one connection, Node tells only the first
    // one's response that the connection closed.
    socket.once('close', left);
    response.once('finish', () => socket.off('close', left));
  }
  return controller.signal;
}

export const ClientGone = createParamDecorator(
  (_data: unknown, context: ExecutionContext): AbortSignal =>
    clientGone(context.switchToHttp().getResponse<FastifyReply>()),
);
