import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  type Type,
} from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { getMetadataStorage } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';
import { type FieldFault, pointerTo, shownName } from './validation.js';

const ANY_QUERY = 'usher:any-query';

/**
 * The listed exception to {@link QueryParametersGuard}: somebody else writes the address, and may put
 * more into it than we know. Say why at each use; a test pins them.
 */
export const AnyQuery = (): MethodDecorator & ClassDecorator => SetMetadata(ANY_QUERY, true);

/** A query parameter that a handler takes. */
interface Parameter {
  /** It may be given several times, for several values. */
  readonly isList: boolean;
}

type Parameters = ReadonlyMap<string, Parameter>;

/** Of an address with thousands of them, this many are named. */
const MAX_FAULTS = 10;

/**
 * Refuses what a query string has and the handler does not take, so that nobody believes that a
 * parameter of theirs had an effect; and a second value of what has one. Which ones a handler takes is
 * read from its own declaration, as the contract is.
 *
 * Stands behind the guard that says who is calling: nobody else learns what there is.
 */
@Injectable()
export class QueryParametersGuard implements CanActivate {
  readonly #known = new WeakMap<object, Parameters>();

  /** @throws Problem `validation-failed` */
  canActivate(context: ExecutionContext): boolean {
    const { query } = context.switchToHttp().getRequest<FastifyRequest>();
    const handler = context.getHandler();
    const controller = context.getClass<object>();
    if (!takesAnyQuery([handler, controller])) this.#refuse(query, this.#of(handler, controller));
    return true;
  }

  #refuse(query: unknown, known: Parameters): void {
    const found: FieldFault[] = [];
    for (const [name, value] of fieldsOf(query)) {
      const fault = faultOf(value, known.get(name));
      if (fault === undefined) continue;
      found.push({ pointer: pointerTo(name), detail: `${shownName(name)} ${fault}` });
      if (found.length === MAX_FAULTS) break;
    }
    if (found.length === 0) return;
    const faults = found.map(({ detail }) => `${detail}.`).join(' ');
    throw new Problem('validation-failed', {
      detail: `${faults} ${whatIsKnown([...known.keys()])}`,
      owner: 'user',
      errors: found,
    });
  }

  #of(handler: Handler, controller: Type<object>): Parameters {
    const known = this.#known.get(handler) ?? parametersOf(handler, controller);
    this.#known.set(handler, known);
    return known;
  }
}

/** Whether a handler, or its controller, is a listed exception. */
export function takesAnyQuery(places: readonly object[]): boolean {
  return places.some((place) => Reflect.getMetadata(ANY_QUERY, place) === true);
}

function faultOf(value: unknown, parameter: Parameter | undefined): string | undefined {
  if (parameter === undefined) return 'is not known here';
  return Array.isArray(value) && !parameter.isList ? 'is given more than once' : undefined;
}

function whatIsKnown(names: string[]): string {
  return names.length === 0
    ? 'This address takes no parameters.'
    : `The parameters of this address: ${names.sort().join(', ')}.`;
}

type Handler = ReturnType<ExecutionContext['getHandler']>;

/** What the handler's `@Query()` arguments take: the fields of a DTO, or one by its name. */
function parametersOf({ name: method }: Handler, controller: Type<object>): Parameters {
  const types = typesOf('design:paramtypes', controller, method);
  const known = new Map<string, Parameter>();
  for (const [key, argument] of fieldsOf(
    Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method),
  )) {
    if (!key.startsWith(`${RouteParamtypes.QUERY}:`)) continue;
    const { index, data } = Object.fromEntries(fieldsOf(argument));
    const type: unknown = Array.isArray(types) ? types[Number(index)] : undefined;
    if (typeof data === 'string') known.set(data, { isList: type === Array });
    else if (typeof type === 'function') addFields(known, type);
  }
  return known;
}

/** A field for each rule of the validation pipe, which knows the same ones. */
function addFields(known: Map<string, Parameter>, dto: NewableFunction): void {
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  for (const { propertyName } of rules) {
    const isList = typesOf('design:type', dto, propertyName) === Array;
    known.set(propertyName, { isList });
  }
}

/** What TypeScript has written down of a method or a field. */
function typesOf(key: string, { prototype }: { prototype: unknown }, member: string): unknown {
  if (typeof prototype !== 'object' || prototype === null) return undefined;
  return Reflect.getMetadata(key, prototype, member);
}

function fieldsOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
