import type { Secret } from '../common/secret.js';
import { ConfigError } from './config-error.js';
import type {
  AppConfig,
  HttpConfig,
  OidcConfig,
  PassthroughConfig,
  SessionConfig,
} from './config.js';
import { type Environment, EnvironmentReader } from './environment-reader.js';
import { gateConfig } from './gate-config.js';
import { ldapConfig } from './ldap-config.js';
import { unknownNames } from './names.js';
import { providersConfig } from './providers-config.js';
import { databaseSessionLimits, historyConfig, instanceName, queryLimits } from './query-config.js';
import { sessionLimits } from './session-limits.js';
import { databaseUrlMistake, isListenHost, isLoopback, publicUrlMistake } from './urls.js';
import { trustedProxies, webserverConfig } from './webserver-config.js';

const LOGIN_LIMIT = { fallback: 30, min: 1, max: 1_000_000 };
const MIN_SESSION_SECRET_BYTES = 32;
const MIN_ADMIN_PASSWORD_CHARACTERS = 12;

/**
 * The whole configuration, deeply frozen, or a {@link ConfigError} with a sentence for every
 * mistake. Reads no file but those that a `NAME_FILE` names. `nodeOptions` are the options that Node
 * was started with (`process.execArgv`).
 */
export function loadConfig(env: Environment, nodeOptions: readonly string[] = []): AppConfig {
  const reader = new EnvironmentReader(env);
  for (const sentence of unknownNames(env)) {
    reader.mistake(sentence);
  }
  refuseUnsafeEnvironment(reader, nodeOptions);
  const providers = providersConfig(reader);
  const config: Omit<AppConfig, 'store' | 'session'> = {
    http: httpConfig(reader),
    providers,
    adminGroups: adminGroups(reader, providers),
    passthrough: passthroughConfig(reader),
    bootstrapAdmin: bootstrapAdmin(reader),
    serversFile: reader.text('SERVERS_FILE'),
    welcomeFile: reader.text('WELCOME_FILE'),
    query: queryLimits(reader),
    databaseSession: databaseSessionLimits(reader),
    history: historyConfig(reader),
    instance: instanceName(reader),
    gate: gateConfig(reader),
    ldap: ldapConfig(reader),
    webserver: webserverConfig(reader),
    rateLimit: {
      loginPerMinute: reader.wholeNumber('RATE_LIMIT_LOGIN_PER_MINUTE', LOGIN_LIMIT),
    },
  };
  const session = sessionConfig(reader);
  const url = storeUrl(reader);
  if (reader.mistakes.length > 0 || session === undefined || url === undefined) {
    throw new ConfigError(reader.mistakes);
  }
  return deeplyFrozen({ ...config, session, store: { url } });
}

/** Only where our own store is, for tools that need nothing else. Throws {@link ConfigError}. */
export function loadStoreUrl(env: Environment): Secret {
  const reader = new EnvironmentReader(env);
  const url = storeUrl(reader);
  if (url === undefined || reader.mistakes.length > 0) {
    throw new ConfigError(reader.mistakes);
  }
  return url;
}

/** What would make every TLS check or every TLS session worthless, whatever else is configured. */
function refuseUnsafeEnvironment(reader: EnvironmentReader, nodeOptions: readonly string[]): void {
  const verification = reader.foreign('NODE_TLS_REJECT_UNAUTHORIZED');
  // Node switches verification off for "0" only. Whoever writes "false" means the same.
  if (verification !== undefined && verification !== '1') {
    reader.mistake(
      'NODE_TLS_REJECT_UNAUTHORIZED switches the verification of certificates off; remove it and give the right CA instead.',
    );
  }
  if (reader.foreign('SSLKEYLOGFILE') !== undefined) {
    reader.mistake('SSLKEYLOGFILE would write the keys of TLS sessions to a file; remove it.');
  }
  const options = [...nodeOptions, ...(reader.foreign('NODE_OPTIONS') ?? '').split(/[\s"]+/)];
  if (options.some((option) => /^--tls[-_]keylog\b/.test(option))) {
    reader.mistake(
      'Node has the option --tls-keylog, which would write the keys of TLS sessions to a file; remove it.',
    );
  }
}

function httpConfig(reader: EnvironmentReader): HttpConfig {
  // Nothing but this machine can reach the service until somebody decides that others may.
  const host = reader.text('HOST') ?? '127.0.0.1';
  const port = reader.wholeNumber('PORT', { fallback: 3000, min: 0, max: 65_535 });
  const publicOrigin = publicOriginOf(reader, host, port);
  if (!isListenHost(host)) {
    reader.mistake(
      'HOST must be an IP address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0.',
    );
  }
  return {
    ...{ host, port, publicOrigin },
    secureCookies: publicOrigin.startsWith('https:'),
    trustedProxies: trustedProxies(reader),
  };
}

function publicOriginOf(reader: EnvironmentReader, host: string, port: number): string {
  const publicUrl = reader.text('PUBLIC_URL');
  if (publicUrl === undefined) {
    if (!isLoopback(host)) {
      reader.mistake(
        'PUBLIC_URL is missing: with HOST open to others, pg-usher must know the https URL under which browsers see it.',
      );
    }
    return `http://localhost:${port}`;
  }
  const mistake = publicUrlMistake(publicUrl);
  if (mistake !== undefined) {
    reader.mistake(mistake);
    return '';
  }
  return new URL(publicUrl).origin;
}

function adminGroups(
  reader: EnvironmentReader,
  providers: readonly OidcConfig[],
): readonly string[] {
  const groups = reader.list('ADMIN_GROUPS', /,/);
  const groupless = providers.every(({ groupsClaim }) => groupsClaim === undefined);
  if (groups.length > 0 && providers.length > 0 && groupless) {
    reader.mistake(
      'ADMIN_GROUPS is set but OIDC_GROUPS_CLAIM is not, so that nobody could be in one of them.',
    );
  }
  return groups;
}

function passthroughConfig(reader: EnvironmentReader): PassthroughConfig | undefined {
  const certFile = reader.text('OAUTH_PASSTHROUGH_SSL_CERT');
  const keyFile = reader.text('OAUTH_PASSTHROUGH_SSL_KEY');
  const rootCertFile = reader.text('OAUTH_PASSTHROUGH_SSL_ROOTCERT');
  if (certFile !== undefined && keyFile !== undefined && rootCertFile !== undefined) {
    return { certFile, keyFile, rootCertFile };
  }
  if (certFile !== undefined || keyFile !== undefined || rootCertFile !== undefined) {
    reader.mistake(
      'OAUTH_PASSTHROUGH_SSL_CERT, OAUTH_PASSTHROUGH_SSL_KEY and OAUTH_PASSTHROUGH_SSL_ROOTCERT belong together: set all three or none.',
    );
  }
  return undefined;
}

function bootstrapAdmin(reader: EnvironmentReader): AppConfig['bootstrapAdmin'] {
  const username = reader.text('BOOTSTRAP_ADMIN_USERNAME');
  const password = reader.secret('BOOTSTRAP_ADMIN_PASSWORD');
  if ((username === undefined) === reader.has('BOOTSTRAP_ADMIN_PASSWORD')) {
    reader.mistake(
      'BOOTSTRAP_ADMIN_USERNAME and BOOTSTRAP_ADMIN_PASSWORD belong together: set both or none.',
    );
  }
  if (username !== undefined && !/^[^\p{C}\s]{1,64}$/u.test(username)) {
    reader.mistake('BOOTSTRAP_ADMIN_USERNAME must have 1 to 64 characters and no blanks.');
  }
  if (password !== undefined && password.reveal().length < MIN_ADMIN_PASSWORD_CHARACTERS) {
    reader.mistake(
      `BOOTSTRAP_ADMIN_PASSWORD must have at least ${MIN_ADMIN_PASSWORD_CHARACTERS} characters.`,
    );
  }
  return username === undefined || password === undefined ? undefined : { username, password };
}

function sessionConfig(reader: EnvironmentReader): SessionConfig | undefined {
  const secret = reader.secret('SESSION_SECRET');
  if (!reader.has('SESSION_SECRET')) {
    reader.mistake('SESSION_SECRET is missing: make one with `openssl rand -base64 48`.');
  }
  if (secret !== undefined && Buffer.byteLength(secret.reveal()) < MIN_SESSION_SECRET_BYTES) {
    reader.mistake(
      `SESSION_SECRET must have at least ${MIN_SESSION_SECRET_BYTES} bytes; make one with \`openssl rand -base64 48\`.`,
    );
  }
  const limits = sessionLimits(reader);
  return secret === undefined ? undefined : { secret, ...limits };
}

function storeUrl(reader: EnvironmentReader): Secret | undefined {
  const url = reader.secret('DATABASE_URL');
  if (!reader.has('DATABASE_URL')) {
    reader.mistake(
      'DATABASE_URL is missing: pg-usher keeps its own data (never yours) in that PostgreSQL database.',
    );
  }
  const mistake = url === undefined ? undefined : databaseUrlMistake(url);
  if (mistake !== undefined) {
    reader.mistake(mistake);
  }
  return url;
}

function deeplyFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deeplyFrozen);
    Object.freeze(value);
  }
  return value;
}
