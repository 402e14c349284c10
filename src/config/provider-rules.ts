import {
  ACCESS_TOKEN_TYPS,
  CLIENT_AUTH_METHODS,
  type OidcConfig,
  type UsernameTransform,
} from './config.js';
import { type FieldChecker, isText } from './field-checker.js';
import { caFileMistake, clientCredentials } from './provider-credentials.js';
import type { ProviderField } from './provider-fields.js';
import { issuerMistake } from './urls.js';

const ID = /^[a-z][a-z0-9-]{0,31}$/;
/** Names of the other ways to sign in. */
const RESERVED_IDS: readonly string[] = ['internal', 'ldap', 'kerberos', 'webserver'];
const NAME = /^\P{C}{1,80}$/u;
const DOMAIN = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;
const TRANSFORMS = ['none', 'lowercase', 'strip-domain'] as const;

/**
 * One provider as it was written down, with every mistake told to the checker. What is returned is
 * complete only where nothing was wrong.
 */
export function readProvider(fields: FieldChecker<ProviderField>): OidcConfig {
  const issuer = issuerOf(fields);
  const clientId = fields.required('clientId', 'the provider knows pg-usher by it');
  const credentials = clientCredentials(fields, CLIENT_AUTH_METHODS);
  const audience = fields.text('audience');
  const introspection = fields.flag('introspection');
  const provider = {
    id: idOf(fields),
    name: nameOf(fields, issuer),
    issuer,
    clientId,
    ...credentials,
    caFile: caFileOf(fields),
    scopes: scopesOf(fields),
    audience,
    usernameClaim: usernameClaimOf(fields),
    groupsClaim: fields.text('groupsClaim'),
    transform: transformOf(fields),
    clientIds: fields.has('clientIds') ? fields.list('clientIds') : undefined,
    accessTokenTyp: fields.oneOf('accessTokenTyp', ACCESS_TOKEN_TYPS),
    maxTokenAgeSeconds: fields.whole('maxTokenAgeSeconds', { fallback: 900, min: 30, max: 86_400 }),
    introspection,
    staleKeysSeconds: fields.whole('staleKeysSeconds', { fallback: 3600, min: 0, max: 86_400 }),
  };
  if (introspection && (audience === undefined || credentials.clientAuth === 'none')) {
    fields.mistake(
      'introspection',
      'needs an audience, and a client that can prove who it is to the provider.',
    );
  }
  return provider;
}

function idOf(fields: FieldChecker<ProviderField>): string {
  const id = fields.required('id', 'the provider is in addresses under it');
  if (id !== '' && !ID.test(id)) {
    fields.mistake(
      'id',
      'must begin with a letter and have at most 32 small letters, digits and hyphens.',
    );
  }
  if (RESERVED_IDS.includes(id)) {
    fields.mistake('id', 'must be another one: that is the name of another way to sign in.');
  }
  return id;
}

function nameOf(fields: FieldChecker<ProviderField>, issuer: string): string {
  const name = fields.text('name');
  if (name === undefined) return URL.canParse(issuer) ? new URL(issuer).host : issuer;
  if (!NAME.test(name)) fields.mistake('name', 'must have 1 to 80 printable characters.');
  return name;
}

function issuerOf(fields: FieldChecker<ProviderField>): string {
  const issuer = fields.required('issuer', 'it is the address that the provider calls itself by');
  const mistake = issuer === '' ? undefined : issuerMistake(fields.label('issuer'), issuer);
  if (mistake !== undefined) fields.sentence('issuer', mistake);
  return issuer;
}

function caFileOf(fields: FieldChecker<ProviderField>): string | undefined {
  const path = fields.text('caFile');
  const mistake = path === undefined ? undefined : caFileMistake(path);
  if (mistake !== undefined) fields.mistake('caFile', mistake);
  return path;
}

function scopesOf(fields: FieldChecker<ProviderField>): readonly string[] {
  const named = fields.has('scopes') ? fields.list('scopes') : [];
  if (named.length > 0 && !named.includes('openid')) {
    fields.mistake('scopes', 'must contain openid; scopes are separated by blanks.');
  }
  return named.length > 0 ? named : ['openid', 'profile'];
}

/** One claim and no default: a guess here would decide who somebody is in PostgreSQL. */
function usernameClaimOf(fields: FieldChecker<ProviderField>): string {
  const claim = fields.required(
    'usernameClaim',
    "it names the claim that holds a person's PostgreSQL user, and there is no default",
  );
  if (/[\s,]/.test(claim)) {
    fields.mistake('usernameClaim', 'must name exactly one claim; there is no list of fallbacks.');
  }
  return claim;
}

function transformOf(fields: FieldChecker<ProviderField>): UsernameTransform {
  const kind = fields.oneOf('transform', TRANSFORMS) ?? 'none';
  const domains = fields.has('domains') ? fields.list('domains') : [];
  if (kind !== 'strip-domain') {
    if (fields.has('domains')) {
      fields.mistake('domains', `is used only where ${fields.label('transform')} is strip-domain.`);
    }
    return { kind };
  }
  if (domains.length === 0) {
    fields.mistake('domains', 'is missing: strip-domain takes names of listed domains only.');
  }
  if (!domains.every((domain) => isText(domain) && DOMAIN.test(domain))) {
    fields.mistake('domains', 'must be domains such as corp.example, without an @.');
  }
  return { kind, domains };
}
