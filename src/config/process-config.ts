import type { Secret } from '../common/secret.js';
import type { AppConfig } from './config.js';
import { loadConfig, loadStoreUrl } from './load-config.js';

/**
 * {@link loadConfig} of the environment of this process. Together with `scrub-environment.ts` the
 * only place that reads `process.env`.
 */
export function loadProcessConfig(): AppConfig {
  return loadConfig(process.env, process.execArgv);
}

/** {@link loadStoreUrl} of the environment of this process, for the command line of TypeORM. */
export function loadProcessStoreUrl(): Secret {
  return loadStoreUrl(process.env);
}
