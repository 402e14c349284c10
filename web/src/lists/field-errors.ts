import { ProblemError } from '@pg-usher/sdk';

/**
 * What the service says about single fields of a body, by the name of the field at its top. Several
 * sentences about one field follow each other.
 */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  const said = error instanceof ProblemError ? (error.errors ?? []) : [];
  return fieldsOfPointers(said);
}

/** By JSON pointers (RFC 6901); what points into a field counts for the field. */
export function fieldsOfPointers(
  said: readonly { readonly pointer: string; readonly detail: string }[],
): Readonly<Record<string, string>> {
  const fields = new Map<string, string>();
  for (const { pointer, detail } of said) {
    const [, top = ''] = pointer.split('/');
    const field = top.replaceAll('~1', '/').replaceAll('~0', '~');
    const sentence = detail.endsWith('.') ? detail : `${detail}.`;
    const before = fields.get(field);
    fields.set(field, before === undefined ? sentence : `${before} ${sentence}`);
  }
  return Object.fromEntries(fields);
}
