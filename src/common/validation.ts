import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { Problem } from './problem.js';

/**
 * Every body and query goes through this: unknown fields are refused, not dropped, so that nobody
 * believes that a field of theirs had an effect.
 */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors: ValidationError[]) => {
      const found = errors.flatMap((error) => flatten(error, ''));
      return new Problem('validation-failed', {
        detail: found.map(({ detail }) => `${detail}.`).join(' '),
        owner: 'user',
        errors: found,
      });
    },
  });
}

/** Depth first, as JSON pointers (RFC 6901). */
function flatten(
  error: ValidationError,
  parent: string,
): { readonly pointer: string; readonly detail: string }[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.values(error.constraints ?? {}).map((detail) => ({ pointer, detail }));
  return [...own, ...(error.children ?? []).flatMap((child) => flatten(child, pointer))];
}
