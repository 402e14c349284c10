import { describe, expect, it } from 'vitest';
import { cutText, statementAt } from './statements.ts';

function at(marked: string): string | undefined {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const piece = statementAt(cutText(text).pieces, offset);
  return piece === undefined ? undefined : text.slice(piece.start, piece.end);
}

describe('statementAt', () => {
  it.each([
    ['sel|ect 1; select 2', 'select 1'],
    ['select 1;| select 2', 'select 1'],
    ['select 1; |select 2', 'select 2'],
    ['select 1;\n\n|\nselect 2', 'select 1'],
    ['|\n\nselect 1', 'select 1'],
    ['select 1;\nselect 2;\n\n|', 'select 2'],
    ["select ';|'; select 2", "select ';'"],
    ['do $$ begin; |end $$; select 2', 'do $$ begin; end $$'],
    [
      'create function f() returns int begin atomic select 1; sel|ect 2; end; select 3',
      'create function f() returns int begin atomic select 1; select 2; end',
    ],
  ])('%s', (marked, statement) => {
    expect(at(marked)).toBe(statement);
  });

  it('is nothing where there is only a comment', () => {
    expect(at('-- not|hing')).toBeUndefined();
  });
});
