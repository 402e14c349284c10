import type { KeyObject } from 'node:crypto';

/** With which algorithm we sign by this private key; undefined for a key that we do not sign by. */
export function signingAlgorithm(key: KeyObject): 'RS256' | 'ES256' | 'EdDSA' | undefined {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') return modulusLength >= 2048 ? 'RS256' : undefined;
  if (key.asymmetricKeyType === 'ec') return namedCurve === 'prime256v1' ? 'ES256' : undefined;
  return key.asymmetricKeyType === 'ed25519' ? 'EdDSA' : undefined;
}
