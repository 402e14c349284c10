import type { Type } from '@nestjs/common';
import { GUARDS_METADATA } from '@nestjs/common/constants.js';
import type { ModulesContainer } from '@nestjs/core';
import { ADMIN_ROUTE, PUBLIC_ROUTE } from './auth/request-identity.js';
import { isProblemCode, type ProblemCode } from './common/problem.js';
import { takesAnyQuery } from './common/query-parameters.js';
import { PROBLEMS } from './common/problems.js';

/** What the decorators of a handler, its controller and its guards say. */
export interface DeclaredRoute {
  readonly isPublic: boolean;
  readonly isAdmin: boolean;
  readonly takesAnyQuery: boolean;
  readonly problems: readonly ProblemCode[];
}

/** The routes of an application by the names of their handlers. */
export function declaredRoutes(modules: ModulesContainer): ReadonlyMap<string, DeclaredRoute> {
  const controllers = [...modules.values()].flatMap((module) => [...module.controllers.values()]);
  return new Map(
    controllers.flatMap(({ metatype }) =>
      methodsOf(metatype?.prototype).map((handler) => [handler.name, describe(handler, metatype)]),
    ),
  );
}

function describe(handler: Method, controller: object | null): DeclaredRoute {
  const places = [handler, ...(controller === null ? [] : [controller])];
  const guards = places.flatMap((place) => listAt(GUARDS_METADATA, place)).filter(isClass);
  return {
    isPublic: places.some((place) => Reflect.getMetadata(PUBLIC_ROUTE, place) === true),
    isAdmin: places.some((place) => Reflect.getMetadata(ADMIN_ROUTE, place) === true),
    takesAnyQuery: takesAnyQuery(places),
    problems: [...places, ...guards]
      .flatMap((place) => listAt(PROBLEMS, place))
      .filter(isProblemCode),
  };
}

function listAt(key: string, place: object): readonly unknown[] {
  const list: unknown = Reflect.getMetadata(key, place);
  return Array.isArray(list) ? list : [];
}

function isClass(value: unknown): value is Type {
  return typeof value === 'function';
}

type Method = (...args: unknown[]) => unknown;

function methodsOf(prototype: unknown): Method[] {
  if (typeof prototype !== 'object' || prototype === null) return [];
  return Object.values(Object.getOwnPropertyDescriptors(prototype))
    .map(({ value }: PropertyDescriptor): unknown => value)
    .filter((value): value is Method => typeof value === 'function');
}
