import { text } from 'node:stream/consumers';

/** What the program is to do, as JSON on its standard input; it comes from `runProgram` alone. */
export async function readOrder<T>(): Promise<T> {
  return JSON.parse(await text(process.stdin)) as T;
}

export function answer(result: object): void {
  process.stdout.write(JSON.stringify(result));
}
