import { loadavg } from 'node:os';

/** Processes that want a CPU, over the last minute. */
export function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}
