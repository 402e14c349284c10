import { visibleParts, type TextPart } from '../../text/visible-text.ts';

/** UTF-16 units of a line that is not wrapped; longer ones are broken all the same. */
const LONGEST_LINE = 4000;

/**
 * Where the lines of a text begin, and its length behind them.
 *
 * @param width characters that fit beside each other; undefined for no wrapping
 */
export function lineStarts(text: string, width: number | undefined): readonly number[] {
  const longest = Math.max(8, width ?? LONGEST_LINE);
  const starts = [0];
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    while (end - at > longest + (newline < 0 ? 0 : 1)) {
      at += splitsCharacter(text, at + longest) ? longest - 1 : longest;
      starts.push(at);
    }
    at = end;
    starts.push(at);
  }
  return starts;
}

function splitsCharacter(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return before >= 0xd800 && before <= 0xdbff;
}

/** A line in parts; spaces, tabs and line ends become signs if they are asked for. */
export function lineParts(line: string, showWhitespace: boolean): readonly TextPart[] {
  if (!showWhitespace) {
    const withoutEnd = line.endsWith('\n') ? line.slice(0, -1) : line;
    return visibleParts(withoutEnd).map((part) =>
      part.isSign && part.text === '⇥' ? { text: '\t', isSign: false } : part,
    );
  }
  return visibleParts(line).flatMap((part) => {
    if (part.isSign || !part.text.includes(' ')) return [part];
    return part.text
      .split(/( +)/)
      .filter((piece) => piece !== '')
      .map((piece) =>
        piece.startsWith(' ')
          ? { text: '·'.repeat(piece.length), isSign: true }
          : { text: piece, isSign: false },
      );
  });
}

/** Code points, and bytes in UTF-8. */
export function lengthsOf(text: string): { readonly characters: number; readonly bytes: number } {
  let characters = text.length;
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit >= 0xd800 && unit <= 0xdbff && at + 1 < text.length) {
      bytes += 4;
      characters -= 1;
      at += 1;
    } else bytes += 3;
  }
  return { characters, bytes };
}
