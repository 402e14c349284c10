import { closeSync, openSync, readSync } from 'node:fs';
import { Secret } from '../common/secret.js';
import { errorCode } from '../common/error-code.js';
import type { PlainName, SecretName } from './names.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A secret in a file is a line, not a dump: more than this is the wrong file. */
const MAX_SECRET_BYTES = 64 * 1024;

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

  // The path is not quoted in a sentence: putting the secret itself into NAME_FILE is a common slip.
  #fileContent(name: string, path: string): string | undefined {
    try {
      const content = readAtMost(path, MAX_SECRET_BYTES);
      if (content === undefined) {
        this.mistake(`${name} names a file of more than ${MAX_SECRET_BYTES} bytes.`);
        return undefined;
      }
      const secret = content.replace(/\r?\n$/, '');
      if (secret === '') {
        this.mistake(`${name} names a file that is empty.`);
        return undefined;
      }
      return secret;
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined) {
        throw error;
      }
      this.mistake(`${name} names a file that cannot be read (${code}).`);
      return undefined;
    }
  }
}

/** The text of a file, pipes included; undefined when it is longer than `limit` bytes. */
function readAtMost(path: string, limit: number): string | undefined {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(limit + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      read = readSync(file, buffer, length, buffer.length - length, null);
    }
    return length > limit ? undefined : buffer.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
