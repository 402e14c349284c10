import { isRecord } from './claims.js';
import { AUTH_SOURCES, type OAuthPrincipal, type Principal } from './principal.js';

/** A principal as text for our store. Lone surrogates and NUL are escaped, so any store holds it. */
export function encodePrincipal(principal: Principal): string {
  return JSON.stringify(principal);
}

/** The principal in a text of {@link encodePrincipal}, or undefined for any other text. */
export function decodePrincipal(text: string): Principal | undefined {
  const value = parse(text);
  if (!isRecord(value)) return undefined;
  const { username, groups, isAdmin, accountId, issuer, subject, claimName, claimValue } = value;
  if (typeof username !== 'string' || typeof isAdmin !== 'boolean') return undefined;
  if (!isStrings(groups)) return undefined;
  const authSource = AUTH_SOURCES.find((name) => name === value['authSource']);
  const common = { username, groups, isAdmin };
  if (authSource === undefined) return undefined;
  if (authSource !== 'oauth2') {
    return typeof accountId === 'string' ? { ...common, authSource, accountId } : undefined;
  }
  if (typeof issuer !== 'string' || typeof subject !== 'string') return undefined;
  if (typeof claimName !== 'string') return undefined;
  const { provider } = value;
  if (typeof provider !== 'string') return undefined;
  const identity = { provider, issuer, subject, claimName, claimValue };
  return { ...common, authSource, ...identity, ...authenticationIn(value) };
}

function authenticationIn(
  value: Record<string, unknown>,
): Pick<OAuthPrincipal, 'emailVerified' | 'authTime' | 'acr' | 'sid' | 'expiresAt'> {
  const { emailVerified, authTime, acr, sid, expiresAt } = value;
  return {
    ...(typeof emailVerified === 'boolean' && { emailVerified }),
    ...(typeof authTime === 'number' && { authTime }),
    ...(typeof acr === 'string' && { acr }),
    ...(typeof sid === 'string' && { sid }),
    ...(typeof expiresAt === 'number' && { expiresAt }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
