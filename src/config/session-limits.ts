import type { SessionConfig } from './config.js';
import type { EnvironmentReader } from './environment-reader.js';

const MINUTE_MS = 60_000;
const CACHE_MS = 5000;
const REFRESH_MS = 5 * MINUTE_MS;

/** How long sessions last. The last two are promises of the documentation and no settings. */
export function sessionLimits(reader: EnvironmentReader): Omit<SessionConfig, 'secret'> {
  const idle = reader.wholeNumber('SESSION_IDLE_MINUTES', { fallback: 30, min: 1, max: 1440 });
  const absolute = reader.wholeNumber('SESSION_ABSOLUTE_HOURS', { fallback: 12, min: 1, max: 168 });
  const idleMs = idle * MINUTE_MS;
  const absoluteMs = absolute * 60 * MINUTE_MS;
  if (idleMs > absoluteMs) {
    reader.mistake('SESSION_IDLE_MINUTES must not be longer than SESSION_ABSOLUTE_HOURS.');
  }
  return { idleMs, absoluteMs, cacheMs: CACHE_MS, refreshMs: REFRESH_MS };
}
