import { Problem } from '../../common/problem.js';
import type { FormatChoice } from '../format.js';
import type { CsvOptions } from './csv-encoder.js';
import type { CsvOptionsDto } from './csv-options.dto.js';

/**
 * What a CSV answer is like: as the query string says, then as the Accept header does.
 *
 * @throws Problem `validation-failed` where the answer is no CSV, so that nobody believes that an
 * option had an effect
 */
export function csvOptions(
  query: CsvOptionsDto,
  choice: FormatChoice,
  maxRowsAsked: boolean,
): CsvOptions {
  const given = Object.entries<unknown>({ ...query })
    .filter(([name, value]) => name !== 'filename' && value !== undefined)
    .map(([name]) => name);
  if (choice.format !== 'csv' && given.length > 0) throw notForThis(given);
  return {
    delimiter: query.delimiter === 'tab' ? '\t' : (query.delimiter ?? ','),
    nullText: query.null ?? '',
    escapeFormulas: query.escapeFormulas ?? false,
    header: query.header ?? choice.header ?? true,
    bom: query.bom ?? false,
    maxRowsAsked,
  };
}

function notForThis(names: readonly string[]): Problem {
  const errors = names.map((name) => ({
    pointer: `/${name}`,
    detail: `${name} is for CSV; ask for it with Accept: text/csv`,
  }));
  return new Problem('validation-failed', {
    detail: errors.map(({ detail }) => `${detail}.`).join(' '),
    owner: 'user',
    errors,
  });
}
