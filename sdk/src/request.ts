import { OPERATIONS } from './generated/operations.js';
import type { OperationId } from './operation-types.js';
import type { HttpRequest } from './transport.js';

/** The options of any operation's call, as they are read. */
export interface AnyCallOptions {
  readonly path?: unknown;
  readonly query?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** The HTTP request of an operation. */
export function toRequest(id: OperationId, options: AnyCallOptions = {}): HttpRequest {
  const [method, template] = OPERATIONS[id];
  const { body, contentType } = toBody(options.body);
  return {
    method,
    path: `${fillPath(template, options.path)}${toQueryString(options.query)}`,
    headers: { 'Content-Type': contentType, ...options.headers },
    body,
    signal: options.signal,
  };
}

/** @throws TypeError for a parameter of the path that is missing, or empty: it would be another path */
function fillPath(template: string, values: unknown): string {
  return template.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value = textOf(fieldsOf(values)[name]);
    // Both are taken out of an address before it is sent.
    if (value === undefined || ['', '.', '..'].includes(value)) {
      throw new TypeError(`path.${name} must be there: it is a part of ${template}.`);
    }
    return encodeURIComponent(value);
  });
}

/** @throws TypeError for a parameter that has no text: without it, the question would be another one */
function toQueryString(values: unknown): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(fieldsOf(values))) {
    if (value === undefined) continue;
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const one of all) search.append(name, queryText(name, one));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function queryText(name: string, value: unknown): string {
  const text = textOf(value);
  if (text !== undefined) return text;
  throw new TypeError(`query.${name} must be a string, a number, a boolean, or undefined.`);
}

function toBody(body: unknown): Pick<HttpRequest, 'body'> & { contentType: string | undefined } {
  if (body === undefined) return { body: undefined, contentType: undefined };
  const raw = rawBody(body);
  return raw === undefined
    ? { body: JSON.stringify(body), contentType: 'application/json' }
    : { body: raw, contentType: undefined };
}

function rawBody(body: unknown): HttpRequest['body'] {
  if (typeof body === 'string') return body;
  if (body instanceof Blob || body instanceof ReadableStream) return body;
  return isBytes(body) ? body : undefined;
}

function isBytes(body: unknown): body is Uint8Array<ArrayBuffer> {
  return body instanceof Uint8Array;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return { ...(typeof value === 'object' ? value : {}) };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const hasText = ['number', 'bigint', 'boolean'].includes(typeof value);
  return hasText ? String(value) : undefined;
}
