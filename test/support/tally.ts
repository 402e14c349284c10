/** Counts a table of refusals, and prints it as one line. */
export class Tally {
  tried = 0;
  asExpected = 0;
  unexpected5xx = 0;

  constructor(
    private readonly what: string,
    private readonly seed?: number,
  ) {}

  /** Before the assertion; gives back whether the answer is the expected one. */
  count(status: number, expected: number): boolean {
    this.tried++;
    if (status === expected) this.asExpected++;
    else if (status >= 500) this.unexpected5xx++;
    return status === expected;
  }

  print(): void {
    const seed = this.seed === undefined ? 'fixed table' : `seed ${this.seed}`;
    process.stdout.write(
      `${this.what}: ${this.tried} tried, ${this.asExpected} answered as expected, ${this.unexpected5xx} unexpected 5xx, ${seed}\n`,
    );
  }
}
