const DEFAULT_PORT = 3000;

/**
 * The port that PORT asks for, or undefined when it is not set.
 *
 * @throws if it is no port that a service can be found at.
 */
export function askedPort(): number | undefined {
  const text = process.env['PORT'];
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Error(`PORT must be a number from 1 to 65535, and is ${JSON.stringify(text)}.`);
}

/** The port that the demo's service listens at. */
export function demoPort(): number {
  return askedPort() ?? DEFAULT_PORT;
}

/** What stands before a command so that it finds the demo at that port. */
export function portPrefix(port: number): string {
  return port === DEFAULT_PORT ? '' : `PORT=${String(port)} `;
}
