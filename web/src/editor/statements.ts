import { cutLikePsql, type Cut, type Piece } from '../../../src/sql/pieces.ts';

export type { Piece };

/** A part of the document that can be sent; UTF-16 offsets, `to` is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The statements of a text by the service's own rules, so that what is outlined is what will run. */
export function cutText(text: string): Cut {
  return cutLikePsql(text, 'standard');
}

/**
 * The statement that the cursor is at: the one around it, else the last one that begins before it,
 * else the first. Its semicolon belongs to it, so that a cursor behind `select 1;` means that one.
 */
export function statementAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle];
    if (piece !== undefined && piece.start <= offset) low = middle + 1;
    else high = middle;
  }
  return pieces[low - 1] ?? pieces[0];
}

/**
 * Where pieces are after a change of the text, until it is cut anew; those that the change touches
 * grow or shrink with it.
 */
export function movePieces(
  pieces: readonly Piece[],
  move: (offset: number, side: -1 | 1) => number,
): readonly Piece[] {
  return pieces.map((piece) => ({
    ...piece,
    start: move(piece.start, 1),
    end: move(piece.end, -1),
  }));
}
