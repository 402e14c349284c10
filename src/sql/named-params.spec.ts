import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bindNamed, namingMistakes } from './named-params.js';

describe('bindNamed', () => {
  it.each([
    ['select :a, :b, :a', 'select $1, $2, $1'],
    ['select :b, :a', 'select $1, $2'],
    ['select :a::int, :b::text', 'select $1::int, $2::text'],
    ['select :a+:b', 'select $1+$2'],
    ['where x in(:a,:b)', 'where x in($1,$2)'],
    ['where x=:a and y>=:b', 'where x=$1 and y>=$2'],
    ['select a::b, :a, :b', 'select a::b, $1, $2'],
    ['select arr[:a], arr[1:b]', 'select arr[$1], arr[1:$2]'],
    ['select arr[x:a], arr[f(1):b]', 'select arr[x:$1], arr[f(1):$2]'],
    ['select arr[:a : :b]', 'select arr[$1 : $2]'],
    ["json_object('k':a, 'l': :b)", "json_object('k':$1, 'l': $2)"],
    ['limit:a offset:b', 'limit $1 offset $2'],
    [":a ':a' E'\\':a' $$:a$$ \":a\" -- :a\n/* :a */ :b", undefined],
    ['f(x := 1, y => :a, z :=:b)', 'f(x := 1, y => $1, z :=$2)'],
    [':a :b :c :ab :a$ :A :1', '$1 $2 :c :ab :a$ :A :1'],
    ['select :a :\'a\' :"a" : a :b', 'select $1 :\'a\' :"a" : a $2'],
  ])('binds %j', (text, expected) => {
    const result = bindNamed(text, { a: 1, b: 2 });
    expect(result.text).toBe(expected ?? "$1 ':a' E'\\':a' $$:a$$ \":a\" -- :a\n/* :a */ $2");
    expect([...result.params].sort()).toEqual([1, 2]);
  });

  it('gives the values in the order of their first use, whatever they are', () => {
    const values = { a: null, b: [1, [2]], größe: undefined, e: '' };
    expect(bindNamed('select :größe, :e, :b, :a, :e', values)).toMatchObject({
      text: 'select $1, $2, $3, $4, $2',
      params: [undefined, '', [1, [2]], null],
    });
  });

  it('leaves a text alone for which nothing is given', () => {
    expect(bindNamed('select $1, :a', {}).text).toBe('select $1, :a');
  });

  it('says which names have no use', () => {
    expect(namingMistakes("select ':a', :b", { a: 1, b: 2, 'c-d': 3 })).toEqual([
      { name: 'a', mistake: 'the text has no :a' },
      { name: 'c-d', mistake: 'the text has no :c-d' },
    ]);
  });

  it('refuses numbers and names in one text', () => {
    expect(namingMistakes("select :a, '$2', $3, $4", { a: 1 })).toEqual([
      { mistake: 'the text has $3, which cannot be mixed with names' },
    ]);
  });

  it('takes no name for one that every object has', () => {
    expect(bindNamed('select :constructor, :toString, :a', { a: 1 }).text).toBe(
      'select :constructor, :toString, $1',
    );
  });

  it('finds positions of the given text', () => {
    const text = "select '😀', :long_name::int, oops, limit:n, :long_name + nope";
    const result = bindNamed(text, { long_name: 1, n: 2 });
    const original = Array.from(text);
    for (const word of ['select', '::int', 'oops', '+ nope', 'nope']) {
      const found = Array.from(result.text.slice(0, result.text.indexOf(word))).length + 1;
      const rest = original.slice(result.toOriginal(found) - 1).join('');
      expect(rest.startsWith(word)).toBe(true);
    }
    const second = Array.from(result.text.slice(0, result.text.indexOf('$2'))).length + 1;
    expect(original.slice(result.toOriginal(second) - 1).join('')).toMatch(/^:n, /);
  });

  it('maps every position into the text, in order', () => {
    const parts = ['a', '😀', ' ', ':n', ':long', "'", '[', ']', ':', '1', '::', 'e\u0301'];
    const texts = fc.array(fc.constantFrom(...parts), { maxLength: 20 }).map((all) => all.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const result = bindNamed(`:n :long ${text}`, { n: 1, long: 2 });
        const length = Array.from(`:n :long ${text}`).length;
        const end = Array.from(result.text).length + 1;
        let last = 0;
        for (let position = 1; position <= end; position += 1) {
          const mapped = result.toOriginal(position);
          expect(mapped).toBeGreaterThanOrEqual(last);
          last = mapped;
        }
        expect(last).toBe(length + 1);
      }),
    );
  });
});
