import { isObject, type Json, listAt, objectAt, textAt } from './json.ts';

/** One value of a body, an answer or an address. */
export interface Field {
  /** With the way to it: `tls.protocol`, `columns[].name`. */
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly about: string;
}

/** Deeper than this a body is told by its types alone. */
const DEPTH = 4;
/** One reference to another, one behind the other. */
const MAX_REFERENCES = 8;

/** Reads the JSON Schemas of one OpenAPI 3.1 document. */
export class Schemas {
  readonly #document: unknown;

  constructor(document: unknown) {
    this.#document = document;
  }

  /** The node itself, or what it refers to within the document; nothing where that goes in a circle. */
  resolve(node: unknown): Json {
    let at = node;
    for (let steps = 0; steps < MAX_REFERENCES; steps++) {
      const reference = textAt(at, '$ref');
      if (!reference.startsWith('#/')) return isObject(at) ? at : {};
      at = objectAt(this.#document, ...reference.slice(2).split('/'));
    }
    return {};
  }

  /** A type in a line: `integer, 1 to 1000`, `"plan" | "analyze"`, `string[] | null`. */
  typeOf(node: unknown): string {
    const schema = this.resolve(node);
    const several = [...listAt(schema, 'oneOf'), ...listAt(schema, 'anyOf')];
    if (several.length > 0) return unique(several.map((one) => this.typeOf(one))).join(' | ');
    const values = listAt(schema, 'enum');
    if (values.length > 0) return values.map((value) => JSON.stringify(value)).join(' | ');
    if ('const' in schema) return JSON.stringify(schema['const']);
    const [whole] = listAt(schema, 'allOf');
    if (whole !== undefined && schema['type'] === undefined) return this.typeOf(whole);
    const named = schema['type'];
    const types = Array.isArray(named)
      ? named.map(String)
      : [typeof named === 'string' ? named : ''];
    return unique(types.map((type) => this.#plainType(type, schema))).join(' | ');
  }

  /** The values within an object, or within the objects of a list. */
  fieldsOf(node: unknown): readonly Field[] {
    const schema = this.resolve(node);
    const several = [...listAt(schema, 'oneOf'), ...listAt(schema, 'anyOf')];
    if (several.length > 0) return distinct(several.flatMap((one) => this.fieldsOf(one)));
    return distinct(this.#within(schema, '', 0));
  }

  #plainType(type: string, schema: Json): string {
    if (type === 'array') {
      const items = this.typeOf(schema['items']);
      return items.includes(' ') ? `(${items})[]` : `${items}[]`;
    }
    const { format, minimum, maximum, additionalProperties } = schema;
    if (type === 'object' && isObject(additionalProperties)) {
      return `object of ${this.typeOf(additionalProperties)}`;
    }
    const name = typeof format === 'string' ? `${type} (${format})` : type;
    return [name === '' ? 'any' : name, rangeOf(minimum, maximum)].filter(Boolean).join(', ');
  }

  #within(schema: Json, path: string, depth: number): Field[] {
    if (depth >= DEPTH) return [];
    const parts = listAt(schema, 'allOf').flatMap((part) =>
      this.#within(this.resolve(part), path, depth),
    );
    const items = schema['items'];
    if (items !== undefined) {
      return [...parts, ...this.#within(this.resolve(items), `${path}[]`, depth + 1)];
    }
    const required = new Set(listAt(schema, 'required'));
    const own = Object.entries(objectAt(schema, 'properties')).flatMap(([name, node]) => {
      const field = this.#field(path === '' ? name : `${path}.${name}`, node, required.has(name));
      return [field, ...this.#within(this.#objectIn(node), field.name, depth + 1)];
    });
    return [...parts, ...own];
  }

  /** Of `T | null` what there is in T. */
  #objectIn(node: unknown): Json {
    const schema = this.resolve(node);
    const several = [...listAt(schema, 'oneOf'), ...listAt(schema, 'anyOf')];
    const others = several.map((one) => this.resolve(one)).filter(({ type }) => type !== 'null');
    return others.length === 1 ? (others[0] ?? schema) : schema;
  }

  #field(name: string, node: unknown, required: boolean): Field {
    const about = textAt(node, 'description') || textAt(this.resolve(node), 'description');
    return { name, type: this.typeOf(node), required, about: oneLine(about) };
  }
}

/** A docstring has line ends where its author's editor had its margin. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}

function rangeOf(minimum: unknown, maximum: unknown): string {
  const [least, most] = [minimum, maximum].map((end) =>
    typeof end === 'number' ? end.toLocaleString('en') : undefined,
  );
  if (least !== undefined && most !== undefined) return `${least} to ${most}`;
  if (least !== undefined) return `${least} or more`;
  return most === undefined ? '' : `up to ${most}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Answers of several shapes share most of their fields; each is told once. */
function distinct(fields: readonly Field[]): readonly Field[] {
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}
