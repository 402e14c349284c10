import type { Secret } from '../common/secret.js';
import { ConfigError } from './config-error.js';
import type { AppConfig } from './config.js';
import { loadConfig, loadStoreUrl } from './load-config.js';

/**
 * {@link loadConfig} of the environment of this process. Together with `scrub-environment.ts` the
 * only place that reads `process.env`.
 */
export function loadProcessConfig(): AppConfig {
  refuseKeyLog(process.execArgv);
  return loadConfig(process.env);
}

/** {@link loadStoreUrl} of the environment of this process, for the command line of TypeORM. */
export function loadProcessStoreUrl(): Secret {
  return loadStoreUrl(process.env);
}

/** `node --tls-keylog=FILE` is not in the environment, and is as bad as SSLKEYLOGFILE. */
function refuseKeyLog(execArgv: readonly string[]): void {
  if (execArgv.some((argument) => /^--tls[-_]keylog\b/.test(argument))) {
    throw new ConfigError([
      'node was started with --tls-keylog, which would write the keys of TLS sessions to a file; remove it.',
    ]);
  }
}
