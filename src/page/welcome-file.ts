import { safeReturnTo } from '../auth/return-to.js';
import { ConfigError } from '../config/config-error.js';
import {
  DefinitionFile,
  type DefinitionFormat,
  isRecord,
  type Path,
} from '../config/definition-file.js';
import { FieldChecker } from '../config/field-checker.js';
import type { WelcomeDto, WelcomeStepDto } from './welcome.dto.js';

const NAME = 'WELCOME_FILE';
const MAX_BYTES = 64 * 1024;
const MAX_STEPS = 20;
const WELCOME_FIELDS = ['title', 'text', 'steps'] as const;
const STEP_FIELDS = ['title', 'text', 'href', 'as'] as const;

/** Any origin will do: what is asked is whether a path stays on it. */
const ORIGIN = 'https://usher.invalid';

/** Plain text has lines, and no other control character. */
const UNPRINTABLE = /[^\P{C}\n]/u;

/** When nothing is configured. */
export const NO_WELCOME: WelcomeDto = { title: null, text: null, steps: [] };

/**
 * The words of a file such as
 *
 *     title: Welcome to the data platform
 *     text: Ask #data for help.
 *     steps:
 *       - title: Look at the orders
 *         text: Everybody sees their own.
 *         href: /s/7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37/shop
 *         as: alice
 *
 * of which every part may be left out but the title and the text of a step. JSON has the same shape.
 *
 * @throws ConfigError with every mistake in the file and where it is
 */
export function parseWelcomeFile(text: string, format: DefinitionFormat): WelcomeDto {
  if (Buffer.byteLength(text) > MAX_BYTES) {
    throw new ConfigError([`${NAME} is larger than ${MAX_BYTES} bytes.`]);
  }
  const file = new DefinitionFile(NAME, text, format);
  const content = file.record(WELCOME_FIELDS) ?? {};
  const fields = textsOf(content, '', ['title', 'text']);
  const welcome: WelcomeDto = {
    title: fields.text('title') ?? null,
    text: fields.text('text') ?? null,
    steps: stepsOf(file, content['steps']),
  };
  for (const { field, sentence } of fields.mistakes) file.mistake([field], sentence);
  if (file.mistakes.length > 0) throw new ConfigError(file.mistakes);
  return welcome;
}

function stepsOf(file: DefinitionFile, value: unknown): WelcomeStepDto[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > MAX_STEPS) {
    file.mistake(['steps'], `steps must be a list of at most ${MAX_STEPS} steps.`);
    return [];
  }
  const steps: readonly unknown[] = value;
  return steps.flatMap((step, index) => stepAt(file, step, ['steps', index]));
}

function stepAt(file: DefinitionFile, value: unknown, path: Path): WelcomeStepDto[] {
  if (!isRecord(value)) {
    file.mistake(path, 'a step must be a set of fields such as title and text.');
    return [];
  }
  file.unknownKeys(value, path, STEP_FIELDS);
  const fields = textsOf(value, `steps[${path[1] ?? 0}].`, STEP_FIELDS);
  const title = fields.required('title', 'a step needs one');
  const text = fields.required('text', 'a step needs one');
  const href = fields.text('href');
  const as = fields.text('as');
  const target = href === undefined ? undefined : safeReturnTo(href, ORIGIN);
  if (href !== undefined && target === '/' && href !== '/') {
    fields.mistake('href', 'must be a path of this site, such as /servers.');
  }
  for (const { field, sentence } of fields.mistakes) file.mistake([...path, field], sentence);
  return [
    { title, text, ...(target !== undefined && { href: target }), ...(as !== undefined && { as }) },
  ];
}

/** A checker of the fields, which have complained already where a text is not plain. */
function textsOf<Field extends string>(
  value: Record<string, unknown>,
  prefix: string,
  names: readonly Field[],
): FieldChecker<Field> {
  const fields = new FieldChecker<Field>(value, (field) => `${prefix}${field}`);
  for (const name of names) {
    const text = value[name];
    if (typeof text === 'string' && UNPRINTABLE.test(text)) {
      fields.mistake(name, 'must be plain text, without control characters.');
    }
  }
  return fields;
}
