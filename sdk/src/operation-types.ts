import type { operations } from './generated/contract.js';
import type { OPERATIONS } from './generated/operations.js';

/** The name of an operation in the contract. */
export type OperationId = keyof operations & keyof typeof OPERATIONS;

type Parameters<Id extends OperationId> = operations[Id]['parameters'];

/** The field `From` of a description as the field `To`: required, optional or absent as it is there. */
type Renamed<Source, From extends string, To extends string> =
  Source extends Record<From, infer Value>
    ? Record<To, Undefinable<Value>>
    : Source extends Partial<Record<From, infer Value>>
      ? [Exclude<Value, undefined>] extends [never]
        ? unknown
        : Partial<Record<To, Undefinable<Exclude<Value, undefined>>>>
      : unknown;

/** What may be left out may be undefined as well, and is left out then. */
type Undefinable<Value> = {
  [Name in keyof Value]: object extends Pick<Value, Name> ? Value[Name] | undefined : Value[Name];
};

type Content<Source> = Source extends { content: infer Types } ? Types[keyof Types] : undefined;

/** Bodies that go as they are, with the Content-Type of `headers`. */
export type RawBody = string | Uint8Array | Blob | ReadableStream<Uint8Array>;

type Body<Id extends OperationId> = operations[Id] extends { requestBody: infer Source }
  ? { body: Content<Source> extends string ? RawBody : Undefinable<Content<Source>> }
  : operations[Id] extends { requestBody?: infer Source }
    ? [Exclude<Source, undefined>] extends [never]
      ? unknown
      : { body?: Undefinable<Content<Exclude<Source, undefined>>> | undefined }
    : unknown;

interface CommonOptions {
  /** Further headers, besides those of the contract. */
  headers?: Record<string, string | undefined>;
  signal?: AbortSignal | undefined;
}

/** What a call of an operation takes: `path`, `query`, `headers` and `body` as the contract has them. */
export type CallOptions<Id extends OperationId> = Renamed<Parameters<Id>, 'path', 'path'> &
  Renamed<Parameters<Id>, 'query', 'query'> &
  Renamed<Parameters<Id>, 'header', 'headers'> &
  Body<Id> &
  CommonOptions;

/** The options, which may be left out where none is required. */
export type CallArguments<Id extends OperationId> =
  CommonOptions extends CallOptions<Id> ? [options?: CallOptions<Id>] : [options: CallOptions<Id>];

type GoodStatus = 200 | 201 | 202 | 204 | 304;

type JsonOf<Answer> = Answer extends { content: { 'application/json': infer Value } }
  ? Value
  : undefined;

type Answers<Id extends OperationId> = operations[Id]['responses'];

/** The body of the answer to a call that went well; undefined where it has none. */
export type CallAnswer<Id extends OperationId> = {
  [Status in keyof Answers<Id> & GoodStatus]: JsonOf<Answers<Id>[Status]>;
}[keyof Answers<Id> & GoodStatus];
