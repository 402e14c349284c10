import { createPrivateKey } from 'node:crypto';
import { type CryptoKey, importPKCS8 } from 'jose';
import * as openid from 'openid-client';
import { signingAlgorithm } from '../common/signing-algorithm.js';
import type { OidcConfig } from '../config/config.js';
import { providerError } from './hardened-fetch.js';
import type { ProviderMetadata } from './provider-answers.js';

/**
 * How we prove to the token endpoint who we are: by the configured method and no other, as a
 * provider that wants another one could otherwise choose the weakest.
 *
 * @throws Problem `provider-error` where the provider says that it does not take this method
 */
export async function clientAuthentication(
  config: OidcConfig,
  metadata: ProviderMetadata,
): Promise<openid.ClientAuth> {
  const { clientAuth, clientSecret, privateKey } = config;
  const offered = metadata.token_endpoint_auth_methods_supported;
  // Providers forget to list `none`, which is the lack of a method.
  if (clientAuth !== 'none' && offered?.includes(clientAuth) === false) {
    throw providerError(
      'token endpoint',
      `does not take ${clientAuth}, which is configured for it; it takes ${offered.join(', ')}`,
    );
  }
  switch (clientAuth) {
    case 'client_secret_basic':
      return openid.ClientSecretBasic(clientSecret?.reveal());
    case 'client_secret_post':
      return openid.ClientSecretPost(clientSecret?.reveal());
    case 'private_key_jwt':
      return openid.PrivateKeyJwt(await signingKey(privateKey?.reveal() ?? ''));
    case 'none':
      return openid.None();
  }
}

/** Takes the older forms of PEM, too, which WebCrypto does not. */
async function signingKey(pem: string): Promise<CryptoKey> {
  const key = createPrivateKey(pem);
  const pkcs8 = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return importPKCS8(pkcs8, signingAlgorithm(key) ?? 'RS256');
}
