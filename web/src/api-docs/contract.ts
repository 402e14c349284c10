import { isObject, type Json, listAt, objectAt, textAt } from './json.ts';
import { type Field, oneLine, Schemas } from './schema-fields.ts';

export interface Parameter extends Field {
  readonly place: 'path' | 'query' | 'header';
  /** Empty where there is none. */
  readonly example: string;
}

/** One form in which a body goes or comes. */
export interface Body {
  readonly mediaType: string;
  readonly type: string;
  readonly example: unknown;
}

export interface Failure {
  readonly status: string;
  readonly code: string;
  readonly about: string;
}

export interface Operation {
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly about: string;
  /** Needs no sign-in. */
  readonly isPublic: boolean;
  readonly parameters: readonly Parameter[];
  readonly bodies: readonly Body[];
  readonly bodyFields: readonly Field[];
  readonly answers: readonly { readonly status: string; readonly about: string }[];
  readonly answerBodies: readonly Body[];
  readonly answerFields: readonly Field[];
  readonly failures: readonly Failure[];
}

export interface Tag {
  readonly name: string;
  readonly about: string;
  readonly operations: readonly Operation[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** The operations of an OpenAPI 3.1 document by their tags, in the document's order. */
export function contractOf(document: unknown): readonly Tag[] {
  const schemas = new Schemas(document);
  const operations = Object.entries(objectAt(document, 'paths')).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const node = objectAt(item, method);
      return textAt(node, 'operationId') === '' ? [] : [operationOf(schemas, path, method, node)];
    }),
  );
  return listAt(document, 'tags').map((tag) => {
    const name = textAt(tag, 'name');
    const about = textAt(tag, 'description');
    return { name, about, operations: operations.filter((operation) => operation.tag === name) };
  });
}

function operationOf(schemas: Schemas, path: string, method: string, node: Json): Operation {
  const answers = Object.entries(objectAt(node, 'responses')).map(
    ([status, answer]) => [status, schemas.resolve(answer)] as const,
  );
  const good = answers.filter(([status]) => /^[23]/.test(status));
  const [, firstGood = {}] = good[0] ?? [];
  const body = schemas.resolve(node['requestBody']);
  return {
    id: textAt(node, 'operationId'),
    method: method.toUpperCase(),
    path,
    tag: listAt(node, 'tags').find((tag) => typeof tag === 'string') ?? '',
    summary: textAt(node, 'summary') || textAt(node, 'operationId'),
    about: textAt(node, 'description'),
    isPublic: Array.isArray(node['security']) && node['security'].length === 0,
    parameters: listAt(node, 'parameters').flatMap((one) => parameterOf(schemas, one)),
    bodies: bodiesOf(schemas, body),
    bodyFields: fieldsOf(schemas, body),
    answers: good.map(([status, answer]) => ({
      status,
      about: oneLine(textAt(answer, 'description')),
    })),
    answerBodies: bodiesOf(schemas, firstGood),
    answerFields: fieldsOf(schemas, firstGood),
    failures: answers.flatMap(([status, answer]) => failuresOf(status, answer)),
  };
}

function parameterOf(schemas: Schemas, node: unknown): Parameter[] {
  const { in: place, name, required, schema } = schemas.resolve(node);
  if (typeof name !== 'string') return [];
  if (place !== 'path' && place !== 'query' && place !== 'header') return [];
  return [
    {
      place,
      name,
      type: schemas.typeOf(schema),
      required: required === true,
      about: oneLine(textAt(node, 'description')),
      example: textAt(node, 'example') || textAt(schemas.resolve(schema), 'example'),
    },
  ];
}

function bodiesOf(schemas: Schemas, holder: Json): readonly Body[] {
  return Object.entries(objectAt(holder, 'content')).map(([mediaType, content]) => ({
    mediaType,
    type: schemas.typeOf(objectAt(content, 'schema')),
    example: isObject(content) ? content['example'] : undefined,
  }));
}

function fieldsOf(schemas: Schemas, holder: Json): readonly Field[] {
  const json = objectAt(holder, 'content', 'application/json');
  return schemas.fieldsOf(json['schema']);
}

/** The document lists the codes of a failure in its words: "- `claim-missing`: There is no claim". */
function failuresOf(status: string, answer: Json): readonly Failure[] {
  const lines = textAt(answer, 'description').matchAll(/^- `([a-z-]+)`: (.*)$/gm);
  return [...lines].map(([, code = '', about = '']) => ({ status, code, about }));
}

/** Those that have every word somewhere; tags without any are left out. */
export function searchContract(tags: readonly Tag[], search: string): readonly Tag[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return tags
    .map((tag) => ({
      ...tag,
      operations: tag.operations.filter((operation) => {
        const text = searchable(tag, operation);
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter(({ operations }) => operations.length > 0);
}

function searchable(tag: Tag, operation: Operation): string {
  const { id, method, path, summary, about, failures } = operation;
  const codes = failures.map(({ code }) => code);
  return [tag.name, id, method, path, summary, about, ...codes].join('\n').toLowerCase();
}

/** False for what came in the place of the document, such as a proxy's page. */
export function isContract(document: unknown): boolean {
  return isObject(document) && isObject(document['paths']);
}
