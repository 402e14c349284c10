import { Secret } from '../common/secret.js';
import type { PlainName, SecretName } from './names.js';
import { secretFile } from './secret-file.js';

export type Environment = Readonly<Record<string, string | undefined>>;

interface WholeNumber {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Reads names from an environment and collects what is wrong, so that one start shows every
 * mistake. A name that is set to nothing counts as not set: that is how Compose and Helm write
 * "unset". Touches no file but the `NAME_FILE`s.
 */
export class EnvironmentReader {
  readonly #env: Environment;
  readonly #mistakes: string[] = [];

  constructor(env: Environment) {
    this.#env = env;
  }

  get mistakes(): readonly string[] {
    return this.#mistakes;
  }

  mistake(sentence: string): void {
    this.#mistakes.push(sentence);
  }

  text(name: PlainName): string | undefined {
    return this.#value(name);
  }

  /** A name that must be set; `why` completes the sentence "NAME is missing: …". */
  required(name: PlainName, why: string): string {
    const value = this.text(name);
    if (value === undefined) {
      this.mistake(`${name} is missing: ${why}.`);
    }
    return value ?? '';
  }

  /** The items between separators, without the blanks around them and without empty ones. */
  list(name: PlainName, separator: RegExp): readonly string[] {
    return (this.text(name) ?? '')
      .split(separator)
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  wholeNumber(name: PlainName, { fallback, min, max }: WholeNumber): number {
    const value = this.text(name);
    if (value === undefined) {
      return fallback;
    }
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) {
      return number;
    }
    this.mistake(`${name} must be a whole number from ${min} to ${max}.`);
    return fallback;
  }

  /** The value of NAME, or the content of the file that NAME_FILE names; not both. */
  secret(name: SecretName): Secret | undefined {
    const value = this.#value(name);
    const path = this.#value(`${name}_FILE`);
    if (value !== undefined && path !== undefined) {
      this.mistake(`${name} and ${name}_FILE are both set; keep one of them.`);
      return undefined;
    }
    const content = path === undefined ? value : this.#fileContent(`${name}_FILE`, path);
    return content === undefined ? undefined : new Secret(content);
  }

  /** True when NAME or NAME_FILE is set, whatever it holds. */
  has(name: PlainName | SecretName): boolean {
    return this.#value(name) !== undefined || this.#value(`${name}_FILE`) !== undefined;
  }

  /** A variable of Node or of TLS itself, which is not a setting of ours. */
  foreign(name: string): string | undefined {
    return this.#value(name);
  }

  #value(name: string): string | undefined {
    const value = this.#env[name];
    return value === '' ? undefined : value;
  }

  #fileContent(name: string, path: string): string | undefined {
    const content = secretFile(path);
    if ('text' in content) return content.text;
    this.mistake(`${name} ${content.mistake}.`);
    return undefined;
  }
}
