import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import {
  isProblemCode,
  PROBLEM_STATUS,
  PROBLEM_TITLE,
  type ProblemCode,
} from './common/problem.js';
import type { DeclaredRoute } from './openapi-routes.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Responses = NonNullable<NonNullable<OpenAPIObject['components']>['responses']>;

/** Of every route: what cannot be read, and what is our fault. */
const ANY: readonly ProblemCode[] = ['malformed-request', 'internal'];

/** Of every route that is not public. */
const SIGNED_IN: readonly ProblemCode[] = [
  'credentials-conflict',
  'unauthenticated',
  'principal-changed',
  'too-many-requests',
  'provider-error',
  'provider-timeout',
  'provider-unavailable',
  'store-unavailable',
];

/** Of every route that takes a body. */
const BODY: readonly ProblemCode[] = [
  'validation-failed',
  'payload-too-large',
  'unsupported-media-type',
];

/** Of every route that is not a reading one, and so is no business of another site's page. */
const CHANGING: readonly ProblemCode[] = ['cross-site-request'];

const ADMIN: readonly ProblemCode[] = ['admin-only'];

/** Of every route that knows what may stand in its query string. */
const QUERY: readonly ProblemCode[] = ['validation-failed'];

const MEDIA_TYPE = 'application/problem+json';
const ANY_PROBLEM = { $ref: '#/components/schemas/Problem' };

/**
 * The failures of operations as responses: one for each status, with the codes that it can have.
 * Equal ones are one component, named after the status.
 */
export class ProblemResponses {
  readonly components: Responses = {};
  readonly #names = new Map<string, string>();

  /** The responses of one operation; `default` is for what a later version may add. */
  of(method: string, operation: Operation, route: DeclaredRoute): Operation['responses'] {
    const codes = new Set(codesOf(method, operation, route));
    const inOrder = ALL_CODES.filter((code) => codes.has(code));
    const statuses = [...new Set(inOrder.map((code) => PROBLEM_STATUS[code]))];
    const responses: Operation['responses'] = {};
    for (const status of statuses) {
      const ofStatus = inOrder.filter((code) => PROBLEM_STATUS[code] === status);
      responses[status] = { $ref: `#/components/responses/${this.#nameOf(status, ofStatus)}` };
    }
    return { ...responses, default: ANY_RESPONSE };
  }

  #nameOf(status: number, codes: readonly ProblemCode[]): string {
    const key = codes.join();
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const base = (STATUS_CODES[status] ?? '').replace(/[^A-Za-z]/g, '');
    const others = Object.keys(this.components).filter((name) => name.replace(/\d+$/, '') === base);
    const name = others.length === 0 ? base : `${base}${others.length + 1}`;
    this.#names.set(key, name);
    this.components[name] = responseOf(codes);
    return name;
  }
}

const ALL_CODES = Object.keys(PROBLEM_STATUS).filter(isProblemCode);

function codesOf(
  method: string,
  { requestBody }: Operation,
  { isPublic, isAdmin, takesAnyQuery, problems }: DeclaredRoute,
): readonly ProblemCode[] {
  return [
    ...ANY,
    ...(isPublic ? [] : SIGNED_IN),
    ...(method === 'get' ? [] : CHANGING),
    ...(isAdmin ? ADMIN : []),
    ...(requestBody === undefined ? [] : BODY),
    ...(takesAnyQuery ? [] : QUERY),
    ...problems,
  ];
}

function responseOf(codes: readonly ProblemCode[]): Responses[string] {
  const list = codes.map((code) => `- \`${code}\`: ${PROBLEM_TITLE[code]}`);
  const code = { type: 'string', enum: [...codes] };
  return {
    description: list.join('\n'),
    content: {
      [MEDIA_TYPE]: {
        schema: { allOf: [ANY_PROBLEM, { type: 'object', properties: { code } }] },
      },
    },
  };
}

const ANY_RESPONSE = {
  description: 'A failure; `code` says which.',
  content: { [MEDIA_TYPE]: { schema: ANY_PROBLEM } },
};
