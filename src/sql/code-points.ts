/**
 * Characters as PostgreSQL counts them (code points) in a part of a well-formed text; the offsets
 * are UTF-16 units and do not part a surrogate pair.
 */
export function codePoints(text: string, from = 0, to = text.length): number {
  let pairs = 0;
  for (let at = from; at < to; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit < 0xdc00) pairs += 1;
  }
  return to - from - pairs;
}
