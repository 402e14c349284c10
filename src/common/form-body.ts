import { Problem } from './problem.js';

/**
 * The fields of a form body (`application/x-www-form-urlencoded`, WHATWG URL standard), for the
 * one route that another program posts a form to.
 *
 * @param names what is read; the specification of the route wants other fields ignored
 * @throws Problem `malformed-request` when one of the names is there more than once
 */
export function readForm(text: string, names: readonly string[]): Record<string, string> {
  const form = new URLSearchParams(text);
  return Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const [value, second] = form.getAll(name);
      if (second !== undefined) {
        throw new Problem('malformed-request', {
          detail: `The form has "${name}" more than once.`,
          owner: 'user',
        });
      }
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
