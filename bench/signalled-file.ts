import { readFileSync } from 'node:fs';

const PATIENCE_MS = 30_000;
const POLL_MS = 100;

/**
 * The JSON that a process writes once it was told to by a signal.
 *
 * @throws Error when there is none after half a minute
 */
export async function readWhenWritten(file: string): Promise<unknown> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    try {
      // Half of it is no JSON.
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      if (Date.now() > deadline) throw new Error('Nothing was written.', { cause: error });
    }
  }
}
