/** What can be said about a provider, by its name in a file. */
export const PROVIDER_FIELDS = [
  'id',
  'name',
  'issuer',
  'clientId',
  'clientSecret',
  'clientSecretFile',
  'clientAuth',
  'privateKeyFile',
  'caFile',
  'scopes',
  'audience',
  'accessTokenTyp',
  'clientIds',
  'maxTokenAgeSeconds',
  'introspection',
  'usernameClaim',
  'transform',
  'domains',
  'groupsClaim',
  'staleKeysSeconds',
] as const;
export type ProviderField = (typeof PROVIDER_FIELDS)[number];
