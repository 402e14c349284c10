/**
 * The candidate that a misspelt name was most likely meant to be, or undefined when none is near.
 * Case and `_`, `-`, `.` do not count; otherwise at most one slip for each four characters.
 */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  const plain = simplify(name);
  const ranked = candidates
    .map((candidate) => ({ candidate, slips: slipsBetween(plain, simplify(candidate)) }))
    .filter(({ candidate, slips }) => slips <= Math.max(1, Math.floor(candidate.length / 4)))
    .sort((left, right) => left.slips - right.slips);
  return ranked[0]?.candidate;
}

/**
 * How many slips of a typist (a character more, less, other, or two swapped) turn one word into the
 * other: the restricted Damerau-Levenshtein distance.
 */
export function slipsBetween(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

function simplify(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]/g, '');
}
