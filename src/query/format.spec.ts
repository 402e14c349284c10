import { Problem } from '../common/problem.js';
import { chooseAnswer, csvContentType } from './format.js';

describe('the form of an answer', () => {
  it.each([
    [undefined, { format: 'json' }],
    ['', { format: 'json' }],
    ['*/*', { format: 'json' }],
    ['application/*', { format: 'json' }],
    ['application/json', { format: 'json' }],
    ['application/x-ndjson', { format: 'ndjson' }],
    ['application/json;q=0.5, application/x-ndjson', { format: 'ndjson' }],
    ['text/html, application/xhtml+xml, */*;q=0.8', { format: 'json' }],
    ['application/json;q=0, */*', { format: 'ndjson' }],
    ['text/csv', { format: 'csv' }],
    ['TEXT/CSV; charset=utf-8', { format: 'csv' }],
    ['text/*', { format: 'csv' }],
    ['text/csv, */*;q=0.1', { format: 'csv' }],
    ['text/csv;header=absent', { format: 'csv', header: false }],
    ['text/csv; header="absent"', { format: 'csv', header: false }],
    ['text/csv; Header=PRESENT', { format: 'csv', header: true }],
    ['text/csv;header=absent;q=0.4, text/csv;q=0.5', { format: 'csv' }],
    ['text/csv;header=absent;q=0.9, application/json;q=0.8', { format: 'csv', header: false }],
    ['text/csv;header=absent;q=0.9, application/json', { format: 'json' }],
  ])('for Accept: %s is %j', (accept, choice) => {
    expect(chooseAnswer(accept)).toEqual(choice);
  });

  it.each([
    'text/html',
    'application/xml, image/*',
    'text/csv;q=0',
    'text/csv;header=maybe',
    '*/*;q=0',
  ])('is none for Accept: %s', (accept) => {
    expect(() => chooseAnswer(accept)).toThrow(Problem);
  });

  it('says of CSV whether it has a header', () => {
    expect(csvContentType(false)).toBe('text/csv; charset=utf-8; header=absent');
  });
});
