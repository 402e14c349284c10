import { Problem } from './problem.js';

/** Bytes of a request body; SQL text has a limit of its own below this. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** Levels of arrays and objects that a request body may have; our own bodies have three. */
const MAX_DEPTH = 32;

/**
 * Turns a JSON body's bytes into text, so that the JSON parser behind gets nothing that it would
 * quietly change or drown in: invalid UTF-8 would become replacement characters, and a hundred
 * thousand brackets would overflow the stack of whatever walks the result.
 *
 * @throws Problem `malformed-request`
 */
export function decodeJsonBody(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw malformed('The request body is not valid UTF-8.', cause);
  }
  if (nesting(text) > MAX_DEPTH) {
    throw malformed(`The request body is nested more than ${String(MAX_DEPTH)} levels deep.`);
  }
  return text;
}

/** The deepest nesting of brackets outside of strings; the text need not be valid JSON. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

function malformed(detail: string, cause?: unknown): Problem {
  return new Problem('malformed-request', { detail, owner: 'user', cause });
}
