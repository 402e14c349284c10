import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientGone } from '../common/client-gone.js';
import type { AnswerWish } from './answers.service.js';
import { chooseAnswer } from './format.js';

/**
 * How the caller wants the answer, without the options of the query string; and the signal that they
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
      gone: clientGone(reply),
      reply,
    };
  },
);

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}
