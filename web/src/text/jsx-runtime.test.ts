import { describe, expect, it } from 'vitest';
import { jsx, jsxs } from './jsx-runtime.ts';

const TURNING = 'a\u202eb';
const SIGN = 'a‹U+202E›b';

function propsOf(element: { readonly props: unknown }): unknown {
  return element.props;
}

describe('an element', () => {
  it('has signs in the place of what turns its text about', () => {
    expect(propsOf(jsx('p', { children: TURNING }))).toEqual({ children: SIGN });
    expect(propsOf(jsxs('p', { children: ['x', [TURNING]] }))).toEqual({ children: ['x', [SIGN]] });
  });

  it('has them in what is read out or shown beside it, and not in what it stands for', () => {
    const props = { title: TURNING, 'aria-label': TURNING, value: TURNING, href: TURNING };
    expect(propsOf(jsx('a', props))).toEqual({ ...props, title: SIGN, 'aria-label': SIGN });
  });

  it('sets a text that is written from the right apart from those beside it', () => {
    const element = jsxs('p', { children: ['שלום', ' (12)'] });
    expect(propsOf(element)).toMatchObject({
      children: [{ type: 'bdi', props: { children: 'שלום' } }, ' (12)'],
    });
  });

  it('is made of the very properties that it was given where there is nothing to show otherwise', () => {
    const children = ['x', 1, null];
    expect(propsOf(jsxs('p', { children }))).toHaveProperty('children', children);
  });
});
