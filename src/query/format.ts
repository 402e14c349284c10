import { Problem } from '../common/problem.js';

/** What a query can answer with. */
export type AnswerFormat = 'json' | 'ndjson';

export const CONTENT_TYPE: Record<AnswerFormat, string> = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

const OFFERS: readonly (readonly [AnswerFormat, string])[] = [
  ['json', 'application/json'],
  ['ndjson', 'application/x-ndjson'],
];

/**
 * Picks the answer's format by the Accept header (RFC 9110, section 12.5.1): the acceptable offer
 * with the highest weight, JSON where nothing decides.
 *
 * @throws Problem `not-acceptable`
 */
export function chooseFormat(accept: string | undefined): AnswerFormat {
  if (accept === undefined || accept.trim() === '') return 'json';
  const ranges = accept.split(',').map(parseRange);
  let best: AnswerFormat | undefined;
  let bestWeight = 0;
  for (const [format, type] of OFFERS) {
    const weight = weightOf(type, ranges);
    if (weight > bestWeight) [best, bestWeight] = [format, weight];
  }
  if (best !== undefined) return best;
  throw new Problem('not-acceptable', {
    detail: `A query answers as ${OFFERS.map(([, type]) => type).join(' or ')}; the Accept header allows neither.`,
    owner: 'user',
  });
}

interface MediaRange {
  readonly type: string;
  readonly weight: number;
}

function parseRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return { type, weight: Number.isFinite(weight) ? Math.min(Math.max(weight, 0), 1) : 0 };
}

/** The most specific range that matches decides. */
function weightOf(type: string, ranges: readonly MediaRange[]): number {
  const family = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const wanted of [type, family, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === wanted);
    if (range !== undefined) return range.weight;
  }
  return 0;
}
