import { Problem } from '../common/problem.js';
import type { OidcConfig, UsernameTransform } from '../config/config.js';
import { type DatabaseUser, parseDatabaseUser } from './database-user.js';
import type { OAuthPrincipal } from './principal.js';

/**
 * The database user of somebody who came through one of these providers: their username claim, in
 * the provider's transform, and then through the one rule of {@link parseDatabaseUser}.
 *
 * @throws Problem `claim-missing`, `claim-invalid`
 */
export function databaseUserOf(
  principal: OAuthPrincipal,
  providers: readonly OidcConfig[],
): DatabaseUser {
  const { provider: id, issuer, claimName, claimValue } = principal;
  const provider = providers.find((one) => one.id === id && one.issuer === issuer);
  if (provider?.usernameClaim !== claimName) {
    throw claimInvalid(
      `You signed in when "${claimName}" of provider "${id}" named your database user, which is not so any more. Sign in again`,
    );
  }
  const present = claimValue !== undefined && claimValue !== null && claimValue !== '';
  if (present && claimName === 'email' && principal.emailVerified !== true) {
    throw claimInvalid(
      'The "email" claim names your database user, and your identity provider does not say that it has verified that address ("email_verified" is not true)',
    );
  }
  return parseDatabaseUser(claimName, transformed(claimName, claimValue, provider.transform));
}

/**
 * The claim as the transform leaves it. What is no string is left for the parser to refuse.
 *
 * @throws Problem `claim-invalid` where `strip-domain` meets anything but a name at a listed domain
 */
export function transformed(
  claimName: string,
  value: unknown,
  transform: UsernameTransform,
): unknown {
  if (typeof value !== 'string' || value === '') return value;
  switch (transform.kind) {
    case 'none':
      return value;
    case 'lowercase':
      // A to Z only. Unicode's rules turn other characters into ASCII: U+212A becomes "k".
      return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    case 'strip-domain':
      return withoutDomain(claimName, value, transform.domains);
  }
}

/** The whole claim is one name, one `@`, and a domain exactly as it is listed. */
function withoutDomain(claimName: string, value: string, domains: readonly string[]): string {
  const [name = '', domain = '', ...more] = value.split('@');
  if (name !== '' && more.length === 0 && domains.includes(domain)) return name;
  throw claimInvalid(
    `The "${claimName}" claim, which names your database user, is not a name at one of the domains that are configured for your provider`,
  );
}

function claimInvalid(sentence: string): Problem {
  return new Problem('claim-invalid', { detail: `${sentence}.`, owner: 'admin' });
}
