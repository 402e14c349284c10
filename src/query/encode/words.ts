/**
 * Four bytes at once, as one 32-bit number. Both functions give a number in which the top bit of a
 * byte is set ({@link TOP_BITS}) where the byte is looked for. A borrow may set it above such a byte,
 * too: no mark means that there is none for certain, a mark that a closer look is due (Warren,
 * Hacker's Delight, section 6-1).
 */

export const TOP_BITS = 0x80808080;

/** Marks bytes that are zero; to look for another byte, take the exclusive or with four of it first. */
export function markZeros(word: number): number {
  return (word - 0x01010101) & ~word;
}

/** Marks bytes below 0x20. */
export function markControls(word: number): number {
  return (word - 0x20202020) & ~word;
}
