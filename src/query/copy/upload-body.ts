import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { unsupported } from './accept-uploads.js';
import { Upload } from './upload.js';

/**
 * The upload of the request. Not by `@Body()`, whose pipe would make another object of it.
 *
 * @throws Problem `unsupported-media-type` for another body, or none
 */
export const UploadBody = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Upload => {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (body instanceof Upload) return body;
    throw unsupported('Send rows as text/csv or as application/x-ndjson, in UTF-8.');
  },
);
