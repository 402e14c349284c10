/** As much of a JSON Schema (2020-12) as the contract uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly allOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
  uri: /^[a-z][a-z0-9+.-]*:\S+$/,
};

/** What of a value is not as its schema says. A property that the schema does not name is a fault. */
export class SchemaChecker {
  constructor(private readonly document: unknown) {}

  /** The faults, each with where it is; empty when there is none. */
  faults(schema: JsonSchema, value: unknown, at = ''): string[] {
    const whole = this.#resolve(schema);
    const choice = whole.oneOf ?? whole.anyOf;
    if (choice !== undefined) return this.#oneOf(choice, value, at);
    return [
      ...typeFaults(whole, value).map((fault) => `${at || '/'}: ${fault}`),
      ...(Array.isArray(value) ? this.#itemFaults(whole, value, at) : []),
      ...(isObject(value) ? this.#propertyFaults(whole, value, at) : []),
    ];
  }

  /** Where a reference leads to. @throws Error where that is nothing */
  lookUp(reference: string): JsonSchema {
    let place: unknown = this.document;
    for (const step of reference.replace(/^#\//, '').split('/')) {
      place = isObject(place) ? place[step] : undefined;
    }
    if (!isObject(place)) throw new Error(`${reference} leads to nothing`);
    return place;
  }

  /** Without references and `allOf`. */
  #resolve(schema: JsonSchema): JsonSchema {
    const { $ref, allOf, ...own } = schema;
    const parts = [...($ref === undefined ? [] : [this.lookUp($ref)]), ...(allOf ?? [])];
    if (parts.length === 0) return own;
    const all = [...parts.map((part) => this.#resolve(part)), own];
    return {
      ...Object.assign({}, ...all),
      properties: Object.assign({}, ...all.map(({ properties }) => properties)),
      required: all.flatMap(({ required }) => required ?? []),
    };
  }

  #oneOf(schemas: readonly JsonSchema[], value: unknown, at: string): string[] {
    const tried = schemas.map((schema) => this.faults(schema, value, at));
    return tried.some((faults) => faults.length === 0) ? [] : (tried[0] ?? []);
  }

  #itemFaults({ items }: JsonSchema, value: readonly unknown[], at: string): string[] {
    if (items === undefined) return [];
    return value.flatMap((item, index) => this.faults(items, item, `${at}/${index}`));
  }

  #propertyFaults(schema: JsonSchema, value: Record<string, unknown>, at: string): string[] {
    const { properties = {}, required = [], additionalProperties: more } = schema;
    const missing = required.filter((name) => value[name] === undefined);
    const found = Object.entries(value).filter(([, one]) => one !== undefined);
    const faults = found.flatMap(([name, one]) => {
      const known = properties[name] ?? (typeof more === 'object' ? more : undefined);
      if (known !== undefined) return this.faults(known, one, `${at}/${name}`);
      const open = more === true || (schema.properties === undefined && more !== false);
      return open ? [] : [`${at}/${name}: is not in the schema`];
    });
    return [...missing.map((name) => `${at}/${name}: is missing`), ...faults];
  }
}

function typeFaults(schema: JsonSchema, value: unknown): string[] {
  const types = [schema.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOfType(type, value))) {
    return [`${JSON.stringify(value)} is not of type ${types.join(' or ')}`];
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return [`${JSON.stringify(value)} is not in the enum`];
  }
  if (typeof value === 'string') return textFaults(schema, value);
  return typeof value === 'number' ? numberFaults(schema, value) : [];
}

function textFaults({ format = '', pattern, ...schema }: JsonSchema, value: string): string[] {
  const length = [...value].length;
  return [
    ...(FORMATS[format]?.test(value) === false ? [`${value} is no ${format}`] : []),
    ...(pattern !== undefined && !new RegExp(pattern, 'u').test(value) ? ['breaks pattern'] : []),
    ...(length < (schema.minLength ?? 0) ? ['is too short'] : []),
    ...(length > (schema.maxLength ?? Infinity) ? ['is too long'] : []),
  ];
}

function numberFaults({ minimum = -Infinity, maximum = Infinity }: JsonSchema, value: number) {
  return value < minimum || value > maximum ? [`${value} is out of range`] : [];
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  return type === 'object' ? isObject(value) : typeof value === type;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
