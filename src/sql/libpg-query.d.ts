/** What grammar.ts uses of libpg-query 18.1.5; written after the package's own wasm/index.js. */
declare module 'libpg-query/wasm/libpg-query.js' {
  /** An offset in the instance's memory; 0 is none. */
  type Pointer = number;

  export interface PgQuery {
    _malloc(bytes: number): Pointer;
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, to: Pointer, bytes: number): void;
    UTF8ToString(from: Pointer): string;
    getValue(from: Pointer, type: 'i32'): number;
    /** A `PgQueryParseResult`: pointers to the tree as JSON, to what went to stderr, to the error. */
    _wasm_parse_query_raw(query: Pointer): Pointer;
  }

  /** Makes an instance of its own, with a memory of its own. */
  export default function instantiate(settings: {
    print(line: string): void;
    printErr(line: string): void;
  }): Promise<PgQuery>;
}
