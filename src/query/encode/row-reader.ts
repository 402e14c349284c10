/** Of a DataRow: the type, then the length with itself, then the number of values. */
const LENGTH_AT = 1;
const COLUMNS_AT = 5;
const VALUES_AT = 7;

/** What stands for the length of NULL. */
export const NULL_LENGTH = -1;

/**
 * Reads DataRow messages in place: `D`, int32 length, int16 number of values, then for each value an
 * int32 length and its bytes (PostgreSQL 18, "Message Formats"). The frame guard has checked all of
 * that; a length that lies all the same can throw a RangeError, and can reach no other memory.
 *
 * A DataView reads and writes four bytes at once wherever they stand, which a typed array cannot.
 */
export class RowReader {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  /** Where the next byte is read: at a row, then within it. */
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes of the row that begins at {@link at}. */
  get rowBytes(): number {
    return LENGTH_AT + this.view.getInt32(this.at + LENGTH_AT);
  }

  /** Goes to the first value; gives the number of values. */
  enterRow(): number {
    const columns = this.view.getUint16(this.at + COLUMNS_AT);
    this.at += VALUES_AT;
    return columns;
  }

  /** Goes to the value's bytes; gives their number, or {@link NULL_LENGTH}. */
  enterValue(): number {
    const length = this.view.getInt32(this.at);
    this.at += 4;
    return length;
  }
}
