import { Problem } from '../common/problem.js';

/** What a query can answer with. */
export type AnswerFormat = 'json' | 'ndjson' | 'csv';

export const CONTENT_TYPE: Record<AnswerFormat, string> = {
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

/** An answer's form, as the Accept header asks for it. */
export interface FormatChoice {
  readonly format: AnswerFormat;
  /** Of CSV, where the header says so: `text/csv; header=absent` (RFC 4180, section 3). */
  readonly header?: boolean;
}

interface Offer {
  readonly choice: FormatChoice;
  readonly type: string;
  /** An offer with a parameter is for those who name it. */
  readonly parameter?: string;
}

/** The first of those that are wanted alike is given. */
const OFFERS: readonly Offer[] = [
  { choice: { format: 'json' }, type: 'application/json' },
  { choice: { format: 'ndjson' }, type: 'application/x-ndjson' },
  { choice: { format: 'csv' }, type: 'text/csv' },
  { choice: { format: 'csv', header: true }, type: 'text/csv', parameter: 'header=present' },
  { choice: { format: 'csv', header: false }, type: 'text/csv', parameter: 'header=absent' },
];

/**
 * Picks the answer's form by the Accept header (RFC 9110, section 12.5.1): the acceptable offer
 * with the highest weight, JSON where nothing decides.
 *
 * @throws Problem `not-acceptable`
 */
export function chooseAnswer(accept: string | undefined): FormatChoice {
  if (accept === undefined || accept.trim() === '') return { format: 'json' };
  const ranges = accept.split(',').map(parseRange);
  let best: FormatChoice | undefined;
  let bestWeight = 0;
  for (const offer of OFFERS) {
    const weight = weightOf(offer, ranges);
    if (weight > bestWeight) [best, bestWeight] = [offer.choice, weight];
  }
  if (best !== undefined) return best;
  throw new Problem('not-acceptable', {
    detail:
      'A query answers as application/json, application/x-ndjson or text/csv, which may have header=present or header=absent; the Accept header allows none of them.',
    owner: 'user',
  });
}

/** CSV says whether its first line is a header, for readers that would have to guess. */
export function csvContentType(header: boolean): string {
  return `${CONTENT_TYPE.csv}; header=${header ? 'present' : 'absent'}`;
}

interface MediaRange {
  readonly type: string;
  /** The parameter `header`, where there is one, as `header=absent`. */
  readonly parameter: string | undefined;
  readonly weight: number;
}

function parseRange(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim().toLowerCase());
  // A parameter's value may be quoted (RFC 9110, section 5.6.6).
  const parameters = rest.map((parameter) => parameter.replace(/^([^=]*=)"(.*)"$/, '$1$2'));
  const q = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return {
    type,
    parameter: parameters.find((parameter) => parameter.startsWith('header=')),
    weight: Number.isFinite(weight) ? Math.min(Math.max(weight, 0), 1) : 0,
  };
}

/** The most specific range that matches decides. */
function weightOf({ type, parameter }: Offer, ranges: readonly MediaRange[]): number {
  const family = `${type.slice(0, type.indexOf('/'))}/*`;
  const wildcards = parameter === undefined ? [family, '*/*'] : [];
  for (const wanted of [type, ...wildcards]) {
    const range = ranges.find(
      (candidate) => candidate.type === wanted && candidate.parameter === parameter,
    );
    if (range !== undefined) return range.weight;
  }
  return 0;
}
