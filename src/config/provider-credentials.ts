import { createPrivateKey, X509Certificate } from 'node:crypto';
import { errorCode } from '../common/error-code.js';
import { readKeyFileSync, UnsafeKeyFile } from '../common/key-file.js';
import { Secret } from '../common/secret.js';
import { signingAlgorithm } from '../common/signing-algorithm.js';
import type { ClientAuthMethod, OidcConfig } from './config.js';
import type { FieldChecker } from './field-checker.js';
import type { ProviderField } from './provider-fields.js';
import { secretFile, textFile } from './secret-file.js';

type Fields = FieldChecker<ProviderField>;
type Credentials = Pick<OidcConfig, 'clientAuth' | 'clientSecret' | 'privateKey'>;

const MAX_CA_BYTES = 256 * 1024;
const WITH_SECRET: readonly ClientAuthMethod[] = ['client_secret_basic', 'client_secret_post'];

/** How we prove to the provider who we are, and with what; exactly what the method needs. */
export function clientCredentials(
  fields: Fields,
  methods: readonly ClientAuthMethod[],
): Credentials {
  const clientSecret = secretOf(fields);
  const hasSecret = fields.has('clientSecret') || fields.has('clientSecretFile');
  const hasKey = fields.has('privateKeyFile');
  const guess = hasKey ? 'private_key_jwt' : hasSecret ? 'client_secret_basic' : 'none';
  const clientAuth = fields.oneOf('clientAuth', methods) ?? guess;
  const wantsSecret = WITH_SECRET.includes(clientAuth);
  const wantsKey = clientAuth === 'private_key_jwt';
  const secret = fields.label('clientSecret');
  const key = fields.label('privateKeyFile');
  if (wantsSecret && !hasSecret) {
    fields.mistake('clientAuth', `is ${clientAuth}, which needs ${secret}.`);
  }
  if (wantsKey && !hasKey) {
    fields.mistake('clientAuth', `is ${clientAuth}, which needs ${key}.`);
  }
  if (!wantsSecret && hasSecret) {
    fields.mistake('clientAuth', `is ${clientAuth}, which has no use for ${secret}; remove one.`);
  }
  if (!wantsKey && hasKey) {
    fields.mistake('clientAuth', `is ${clientAuth}, which has no use for ${key}; remove one.`);
  }
  return { clientAuth, clientSecret, privateKey: hasKey ? privateKeyOf(fields) : undefined };
}

function secretOf(fields: Fields): Secret | undefined {
  if (fields.has('clientSecret') && fields.has('clientSecretFile')) {
    const names = `${fields.label('clientSecret')} and ${fields.label('clientSecretFile')}`;
    fields.sentence('clientSecretFile', `${names} are both set; keep one of them.`);
    return undefined;
  }
  const path = fields.text('clientSecretFile');
  if (path === undefined) {
    const secret = fields.text('clientSecret');
    return secret === undefined ? undefined : new Secret(secret);
  }
  const content = secretFile(path);
  if ('text' in content) return new Secret(content.text);
  fields.mistake('clientSecretFile', `${content.mistake}.`);
  return undefined;
}

function privateKeyOf(fields: Fields): Secret | undefined {
  const path = fields.text('privateKeyFile');
  if (path === undefined) return undefined;
  try {
    const bytes = readKeyFileSync(path);
    const pem = bytes.toString('utf8');
    bytes.fill(0);
    if (signingAlgorithm(createPrivateKey(pem)) !== undefined) return new Secret(pem);
    fields.mistake(
      'privateKeyFile',
      'must hold an RSA key of 2048 bits or more, P-256 or Ed25519.',
    );
  } catch (error) {
    if (!(error instanceof UnsafeKeyFile) && errorCode(error) === undefined) throw error;
    fields.mistake(
      'privateKeyFile',
      error instanceof UnsafeKeyFile
        ? `is not safe to use. ${error.message}`
        : 'names a file that holds no private key in PEM without a passphrase.',
    );
  }
  return undefined;
}

/** What is wrong with a file of authorities; the end of a sentence that begins with its name. */
export function caFileMistake(path: string): string | undefined {
  const content = textFile(path, MAX_CA_BYTES);
  if ('mistake' in content) return `${content.mistake}.`;
  try {
    // Also one that signed itself and is no authority: it then vouches for itself alone.
    new X509Certificate(content.text);
    return undefined;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return 'names a file that holds no certificate in PEM.';
  }
}
