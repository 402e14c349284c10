/** One line about a whole table. Jest's own `console.log` would frame it with a stack. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
