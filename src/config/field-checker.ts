/** One mistake, and the field it is about. */
export interface FieldMistake<Field extends string> {
  readonly field: Field;
  /** A whole sentence. */
  readonly sentence: string;
}

interface WholeNumber {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

const MAX_TEXT = 1024;

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/**
 * Reads the fields of one definition and collects what is wrong with them. What is absent, null or
 * an empty text counts as not said.
 */
export class FieldChecker<Field extends string> {
  readonly mistakes: FieldMistake<Field>[] = [];

  /** @param label what a field is called where it was written: `OIDC_ISSUER` for `issuer` */
  constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    readonly label: (field: Field) => string,
  ) {}

  has(field: Field): boolean {
    const value = this.#value(field);
    return value !== undefined && value !== null && value !== '';
  }

  /** `<label> <detail>` */
  mistake(field: Field, detail: string): void {
    this.sentence(field, `${this.label(field)} ${detail}`);
  }

  sentence(field: Field, sentence: string): void {
    this.mistakes.push({ field, sentence });
  }

  text(field: Field): string | undefined {
    if (!this.has(field)) return undefined;
    const value = this.#value(field);
    if (isText(value) && value.length <= MAX_TEXT) return value;
    this.mistake(field, `must be a text of 1 to ${MAX_TEXT} characters.`);
    return undefined;
  }

  /** `why` completes the sentence "<label> is missing: …". */
  required(field: Field, why: string): string {
    if (!this.has(field)) this.mistake(field, `is missing: ${why}.`);
    return this.text(field) ?? '';
  }

  oneOf<Value extends string>(field: Field, values: readonly Value[]): Value | undefined {
    if (!this.has(field)) return undefined;
    const value = this.#value(field);
    const known = values.find((one) => one === value);
    if (known === undefined) this.mistake(field, `must be one of ${values.join(', ')}.`);
    return known;
  }

  flag(field: Field): boolean {
    const value = this.#value(field);
    if (this.has(field) && typeof value !== 'boolean') {
      this.mistake(field, 'must be true or false.');
    }
    return value === true;
  }

  whole(field: Field, { fallback, min, max }: WholeNumber): number {
    if (!this.has(field)) return fallback;
    const value = this.#value(field);
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
      return value;
    }
    this.mistake(field, `must be a whole number from ${min} to ${max}.`);
    return fallback;
  }

  /** A list of texts, or one text with blanks between them. */
  list(field: Field): readonly string[] {
    const value = this.#value(field);
    const items: unknown[] =
      typeof value === 'string'
        ? value.split(/\s+/).filter((item) => item !== '')
        : Array.isArray(value)
          ? value
          : [undefined];
    if (items.every(isText)) return items;
    this.mistake(field, 'must be a list of texts.');
    return [];
  }

  #value(field: Field): unknown {
    return Object.hasOwn(this.values, field) ? this.values[field] : undefined;
  }
}
