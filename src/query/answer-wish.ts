import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientGone } from '../common/client-gone.js';
import type { AnswerWish } from './answers.service.js';
import { chooseAnswer } from './format.js';
import { readIdempotencyKey } from './idempotency-key.js';

/**
 * How the caller wants the answer, and which key the request has, without the options of the query string; and the signal that they
 * have left.
 */
export const Wish = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Omit<AnswerWish, 'options'> => {
    const http = context.switchToHttp();
    const { headers } = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return {
      choice: chooseAnswer(headers.accept),
      acceptEncoding: oneOf(headers['accept-encoding']),
      idempotencyKey: readIdempotencyKey(oneOf(headers['idempotency-key'])),
      gone: clientGone(reply),
      reply,
    };
  },
);

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}
