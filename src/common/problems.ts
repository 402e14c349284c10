import { SetMetadata } from '@nestjs/common';
import type { ProblemCode } from './problem.js';

export const PROBLEMS = 'usher:problems';

/**
 * What a route, every route of a controller, or a guard refuses with, for the contract. What the rest
 * of a route tells by itself (that it needs a sign-in, or takes a body) is not repeated.
 */
export const Problems = (...codes: readonly ProblemCode[]): MethodDecorator & ClassDecorator =>
  SetMetadata(PROBLEMS, codes);
