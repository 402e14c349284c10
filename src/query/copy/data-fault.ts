import { Problem } from '../../common/problem.js';

/** Where in the data. */
export interface DataPlace {
  /** 1-based. */
  readonly line?: number;
  /** The column's name, or its number. */
  readonly column?: string;
}

/** Longest name that is repeated, in characters. */
const MAX_NAME = 64;

/** What was sent cannot be read as what it says it is; nothing of it is in the table. */
export function dataFault(what: string, place: DataPlace = {}): Problem {
  return new Problem('copy-data-invalid', {
    detail: `${placeText(place)}${what} Nothing was copied.`,
    owner: 'user',
    ...place,
  });
}

/** `Line 3, column "b": `, as far as it is known. */
export function placeText({ line, column }: DataPlace): string {
  const parts = [
    ...(line === undefined ? [] : [`line ${String(line)}`]),
    ...(column === undefined ? [] : [`column ${quoted(column)}`]),
  ].join(', ');
  return parts === '' ? '' : `${parts.charAt(0).toUpperCase()}${parts.slice(1)}: `;
}

/** A name of the sender's in a sentence; cut, and without control characters. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name);
}
