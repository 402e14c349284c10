import type { GateConfig } from './config.js';
import type { EnvironmentReader } from './environment-reader.js';

const POLICIES = ['first-use', 'pre-approved', 'off'] as const;
/** A role's name, or the beginning of names with a star behind it. */
const PATTERN = /^[a-z_][a-z0-9_.@+-]{0,62}\*?$/i;
const KEY_BYTES = 32;

/** What decides who may become which role, beyond the definitions of servers. */
export function gateConfig(reader: EnvironmentReader): GateConfig {
  return {
    binding: bindingPolicy(reader),
    protectedRoles: protectedRoles(reader),
    credentialsKey: credentialsKey(reader),
  };
}

function bindingPolicy(reader: EnvironmentReader): GateConfig['binding'] {
  const text = reader.text('BINDING') ?? 'first-use';
  const policy = POLICIES.find((known) => known === text);
  if (policy === undefined) reader.mistake(`BINDING must be one of ${POLICIES.join(', ')}.`);
  return policy ?? 'first-use';
}

function protectedRoles(reader: EnvironmentReader): readonly string[] {
  const patterns = reader.list('PROTECTED_ROLES', /,/);
  if (!patterns.every((pattern) => PATTERN.test(pattern))) {
    reader.mistake(
      'PROTECTED_ROLES must be names of roles separated by commas; a star may end one, as in app_owner, etl_*.',
    );
  }
  return patterns.map((pattern) => pattern.toLowerCase());
}

function credentialsKey(reader: EnvironmentReader): GateConfig['credentialsKey'] {
  const secret = reader.secret('CREDENTIALS_KEY');
  if (secret === undefined) return undefined;
  const bytes = Buffer.from(secret.reveal(), 'base64');
  if (bytes.length !== KEY_BYTES) {
    reader.mistake(
      'CREDENTIALS_KEY must be 32 random bytes in base64, for example from: openssl rand -base64 32.',
    );
  }
  return secret;
}
