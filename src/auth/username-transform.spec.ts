import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../common/problem.js';
import type { OidcConfig, UsernameTransform } from '../config/config.js';
import type { OAuthPrincipal } from './principal.js';
import { databaseUserOf, transformed } from './username-transform.js';

const CORP: UsernameTransform = { kind: 'strip-domain', domains: ['corp.example'] };
const TWO: UsernameTransform = { kind: 'strip-domain', domains: ['corp.example', 'old.example'] };
const LOWER: UsernameTransform = { kind: 'lowercase' };
const NONE: UsernameTransform = { kind: 'none' };

function provider(changes: Partial<OidcConfig> = {}): OidcConfig {
  return {
    id: 'corp',
    name: 'Corp',
    issuer: 'https://login.example',
    clientId: 'usher',
    clientSecret: undefined,
    clientAuth: 'none',
    scopes: ['openid'],
    audience: undefined,
    usernameClaim: 'upn',
    groupsClaim: undefined,
    transform: NONE,
    maxTokenAgeSeconds: 900,
    introspection: false,
    staleKeysSeconds: 3600,
    ...changes,
  };
}

function person(changes: Partial<OAuthPrincipal> = {}): OAuthPrincipal {
  return {
    authSource: 'oauth2',
    provider: 'corp',
    issuer: 'https://login.example',
    subject: 's',
    username: 'Alice',
    groups: [],
    isAdmin: false,
    claimName: 'upn',
    claimValue: 'alice',
    ...changes,
  };
}

/** The database user, or the code of the refusal. */
function outcome(
  who: Partial<OAuthPrincipal>,
  settings: Partial<OidcConfig> = {},
): string | undefined {
  try {
    return databaseUserOf(person(who), [provider(settings)]);
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}
const named = (claimValue: unknown, transform: UsernameTransform) =>
  outcome({ claimValue }, { transform });

describe('the transform of a username claim', () => {
  it.each<[unknown, UsernameTransform, string]>([
    ['Alice', NONE, 'Alice'],
    ['alice@corp.example', NONE, 'alice@corp.example'],
    ['ALICE', LOWER, 'alice'],
    ['Alice@Corp.Example', LOWER, 'alice@corp.example'],
    ['alice@corp.example', CORP, 'alice'],
    ['Alice@corp.example', CORP, 'Alice'],
    ['alice@old.example', TWO, 'alice'],
    ['alice+x@corp.example', CORP, 'alice+x'],
    ['alice@evil.example', CORP, 'claim-invalid'],
    ['alice@CORP.example', CORP, 'claim-invalid'],
    ['alice@corp.example.evil.example', CORP, 'claim-invalid'],
    ['alice@sub.corp.example', CORP, 'claim-invalid'],
    ['alice@evilcorp.example', CORP, 'claim-invalid'],
    ['alice@corp.example@evil.example', CORP, 'claim-invalid'],
    ['alice@evil.example@corp.example', CORP, 'claim-invalid'],
    ['alice@@corp.example', CORP, 'claim-invalid'],
    ['alice@corp.example@corp.example', CORP, 'claim-invalid'],
    ['alice@corp.example ', CORP, 'claim-invalid'],
    [' alice@corp.example', CORP, 'claim-invalid'],
    ['alice @corp.example', CORP, 'claim-invalid'],
    ['alice@corp.example\n', CORP, 'claim-invalid'],
    ['alice\0@corp.example', CORP, 'claim-invalid'],
    ['alice@corp.example\0', CORP, 'claim-invalid'],
    ['alice＠corp.example', CORP, 'claim-invalid'],
    ['"alice@x"@corp.example', CORP, 'claim-invalid'],
    ['<alice@corp.example>', CORP, 'claim-invalid'],
    ['@corp.example', CORP, 'claim-invalid'],
    ['alice@', CORP, 'claim-invalid'],
    ['@', CORP, 'claim-invalid'],
    ['alice', CORP, 'claim-invalid'],
    [`${'a'.repeat(64)}@corp.example`, CORP, 'claim-invalid'],
    ['4lice@corp.example', CORP, 'claim-invalid'],
    ['', CORP, 'claim-missing'],
    [null, CORP, 'claim-missing'],
    [undefined, LOWER, 'claim-missing'],
    [['alice@corp.example'], CORP, 'claim-invalid'],
    [{ toString: 'alice' }, LOWER, 'claim-invalid'],
    [7, LOWER, 'claim-invalid'],
    [true, CORP, 'claim-invalid'],
    // Small letters of Unicode's: K (Kelvin), İ, ſ and their like must not become ASCII.
    ['\u212aelvin', LOWER, 'claim-invalid'],
    ['\u0130stanbul', LOWER, 'claim-invalid'],
    ['\uff21lice', LOWER, 'claim-invalid'],
    ['ÄLICE', LOWER, 'claim-invalid'],
  ])('of %j by %j is %s', (value, transform, expected) => {
    expect(named(value, transform)).toBe(expected);
  });

  const address = fc
    .tuple(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('@', '@@', '', '＠'),
      fc.constantFrom('corp.example', 'CORP.example', 'old.example', 'corp.example@evil', ''),
    )
    .map((parts) => parts.join(''));
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), address);
  const attempt = (value: unknown, transform: UsernameTransform): unknown => {
    try {
      return transformed('upn', value, transform);
    } catch (error) {
      return error instanceof Problem ? undefined : error;
    }
  };

  it('never makes one name of two claims, with one domain to strip', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const [a, b] = [attempt(left, CORP), attempt(right, CORP)];
        if (typeof a === 'string' && a !== '') expect(left).toBe(`${a}@corp.example`);
        if (a !== undefined && a === b) expect(left).toBe(right);
      }),
      { numRuns: 5000 },
    );
  });

  it('changes its own result no more', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(NONE, LOWER, CORP, TWO), (value, transform) => {
        const once = attempt(value, transform);
        const twice = attempt(once, transform);
        // A name without a domain is refused by strip-domain, and not stripped again.
        if (once !== undefined) expect([once, undefined]).toContain(twice);
      }),
      { numRuns: 5000 },
    );
  });

  it('changes letters only in their case, and only A to Z', () => {
    fc.assert(
      fc.property(text, (value) => {
        const lower = attempt(value, LOWER);
        expect(lower).toHaveLength(value.length);
        expect([...value].map((c) => (/^[A-Z]$/.test(c) ? c.toLowerCase() : c)).join('')).toBe(
          lower,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an address as the username claim', () => {
  const EMAIL: Partial<OidcConfig> = { usernameClaim: 'email', transform: CORP };
  const claim = { claimName: 'email', claimValue: 'alice@corp.example' };

  it.each<[string, Partial<OAuthPrincipal>, string]>([
    ['verified', { emailVerified: true }, 'alice'],
    ['not verified', { emailVerified: false }, 'claim-invalid'],
    ['of which nothing is said', {}, 'claim-invalid'],
    ['that is not there', { claimValue: undefined }, 'claim-missing'],
    ['that is empty, and verified', { claimValue: '', emailVerified: true }, 'claim-missing'],
  ])('%s gives %s', (_name, changes, expected) => {
    expect(outcome({ ...claim, ...changes }, EMAIL)).toBe(expected);
  });
});

describe('somebody whose provider has changed since', () => {
  it.each<[string, Partial<OAuthPrincipal>]>([
    ['is gone', { provider: 'gone' }],
    ['has another issuer', { issuer: 'https://other.example' }],
    ['takes another claim', { claimName: 'email' }],
  ])('%s: signs in again', (_name, changes) => {
    expect(outcome(changes)).toBe('claim-invalid');
  });
});
