import { expect, it } from 'vitest';
import { countText } from './pages.ts';

it.each([
  [0, false, 'Nothing found'],
  [1, false, '1 run, and that is all'],
  [2, true, '2 runs, and there are more'],
])('says of %i (more: %s): %j', (count, more, text) => {
  expect(countText(count, ['run', 'runs'], more)).toBe(text);
});
