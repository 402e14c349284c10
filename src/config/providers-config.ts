import type { OidcConfig } from './config.js';
import { definitionFormat } from './definition-file.js';
import type { EnvironmentReader } from './environment-reader.js';
import { FieldChecker } from './field-checker.js';
import type { PlainName, SecretName } from './names.js';
import type { ProviderField } from './provider-fields.js';
import { readProvider } from './provider-rules.js';
import { parseProvidersFile } from './providers-file.js';
import { textFile } from './secret-file.js';

const SINGLE_PROVIDER_ID = 'oidc';
const MAX_FILE_BYTES = 1024 * 1024;

/** What the fields of a provider are called where there is only one, in variables. */
const NAMES = {
  id: 'OIDC_ISSUER',
  issuer: 'OIDC_ISSUER',
  name: 'OIDC_NAME',
  clientId: 'OIDC_CLIENT_ID',
  clientSecret: 'OIDC_CLIENT_SECRET',
  clientSecretFile: 'OIDC_CLIENT_SECRET',
  clientAuth: 'OIDC_CLIENT_AUTH',
  privateKeyFile: 'OIDC_PRIVATE_KEY_FILE',
  caFile: 'OIDC_CA_FILE',
  scopes: 'OIDC_SCOPES',
  audience: 'OIDC_AUDIENCE',
  accessTokenTyp: 'OIDC_ACCESS_TOKEN_TYP',
  clientIds: 'OIDC_CLIENT_IDS',
  maxTokenAgeSeconds: 'OIDC_MAX_TOKEN_AGE_SECONDS',
  introspection: 'OIDC_INTROSPECTION',
  usernameClaim: 'OAUTH2_USERNAME_CLAIM',
  transform: 'OIDC_USERNAME_TRANSFORM',
  domains: 'OIDC_USERNAME_DOMAINS',
  groupsClaim: 'OIDC_GROUPS_CLAIM',
  staleKeysSeconds: 'OIDC_STALE_KEYS_SECONDS',
} as const satisfies Record<ProviderField, PlainName | SecretName>;

/** The OpenID Connect providers: those of a file, or one of variables, or none. */
export function providersConfig(reader: EnvironmentReader): readonly OidcConfig[] {
  const path = reader.text('OIDC_PROVIDERS_FILE');
  const single = [...new Set(Object.values(NAMES))].filter((name) => reader.has(name));
  if (path === undefined) return singleProvider(reader, single);
  if (single.length > 0) {
    reader.mistake(
      `OIDC_PROVIDERS_FILE and ${single.join(', ')} are both set; give all providers in the file, or one in variables.`,
    );
  }
  const content = textFile(path, MAX_FILE_BYTES);
  if ('mistake' in content) {
    reader.mistake(`OIDC_PROVIDERS_FILE ${content.mistake}.`);
    return [];
  }
  const { providers, mistakes } = parseProvidersFile(content.text, definitionFormat(path));
  for (const sentence of mistakes) reader.mistake(sentence);
  return providers;
}

function singleProvider(
  reader: EnvironmentReader,
  given: readonly (PlainName | SecretName)[],
): readonly OidcConfig[] {
  if (reader.text('OIDC_ISSUER') === undefined) {
    const orphans = given.filter((name) => name !== 'OIDC_ISSUER');
    if (orphans.length > 0) {
      reader.mistake(`OIDC_ISSUER is missing: ${orphans.join(', ')} cannot be used without it.`);
    }
    return [];
  }
  const fields = new FieldChecker<ProviderField>(valuesOf(reader), (field) => NAMES[field]);
  const provider = readProvider(fields);
  for (const { sentence } of fields.mistakes) reader.mistake(sentence);
  return [provider];
}

/** The variables as a file would have them. */
function valuesOf(reader: EnvironmentReader): Partial<Record<ProviderField, unknown>> {
  return {
    id: SINGLE_PROVIDER_ID,
    issuer: reader.text('OIDC_ISSUER'),
    name: reader.text('OIDC_NAME'),
    clientId: reader.text('OIDC_CLIENT_ID'),
    clientSecret: reader.secret('OIDC_CLIENT_SECRET')?.reveal(),
    clientAuth: reader.text('OIDC_CLIENT_AUTH'),
    privateKeyFile: reader.text('OIDC_PRIVATE_KEY_FILE'),
    caFile: reader.text('OIDC_CA_FILE'),
    scopes: reader.text('OIDC_SCOPES'),
    audience: reader.text('OIDC_AUDIENCE'),
    accessTokenTyp: reader.text('OIDC_ACCESS_TOKEN_TYP'),
    clientIds: reader.text('OIDC_CLIENT_IDS'),
    maxTokenAgeSeconds: asNumber(reader.text('OIDC_MAX_TOKEN_AGE_SECONDS')),
    introspection: asFlag(reader.text('OIDC_INTROSPECTION')),
    usernameClaim: reader.text('OAUTH2_USERNAME_CLAIM'),
    transform: reader.text('OIDC_USERNAME_TRANSFORM'),
    domains: reader.text('OIDC_USERNAME_DOMAINS'),
    groupsClaim: reader.text('OIDC_GROUPS_CLAIM'),
    staleKeysSeconds: asNumber(reader.text('OIDC_STALE_KEYS_SECONDS')),
  };
}

function asNumber(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function asFlag(text: string | undefined): boolean | string | undefined {
  return text === 'true' ? true : text === 'false' ? false : text;
}
