/**
 * How well a name fits what has been typed: 0 the same, 1 begins with it, 2 a part of it begins with it
 * (`order_lines` for `li`), 3 has it somewhere, 4 has its letters in this order; null when it does not
 * fit. `typed` is in lower case.
 */
export function matchOf(name: string, typed: string): 0 | 1 | 2 | 3 | 4 | null {
  if (typed === '') return 1;
  const lower = name.toLowerCase();
  const at = lower.indexOf(typed);
  if (at === 0) return lower.length === typed.length ? 0 : 1;
  if (at > 0) return lower.includes(`_${typed}`) ? 2 : 3;
  return typed.length >= 3 && hasLetters(lower, typed) ? 4 : null;
}

/** The places of the typed letters in a text, as pairs of start and end; for marking them. */
export function matchedRanges(text: string, typed: string): number[] {
  const lower = text.toLowerCase();
  const word = lower.indexOf(`_${typed}`);
  const at = lower.startsWith(typed) || word === -1 ? lower.indexOf(typed) : word + 1;
  if (typed === '') return [];
  if (at !== -1) return [at, at + typed.length];
  const ranges: number[] = [];
  let from = 0;
  for (const letter of typed) {
    const found = lower.indexOf(letter, from);
    if (found === -1) return [];
    ranges.push(found, found + letter.length);
    from = found + letter.length;
  }
  return ranges;
}

function hasLetters(lower: string, typed: string): boolean {
  let from = 0;
  for (const letter of typed) {
    const found = lower.indexOf(letter, from);
    if (found === -1) return false;
    from = found + letter.length;
  }
  return true;
}
