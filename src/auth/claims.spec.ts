import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Claims, principalFromClaims, readClaim, TokenFault } from './claims.js';
import { decodePrincipal, encodePrincipal } from './principal-json.js';

const READING = {
  id: 'oidc',
  issuer: 'https://idp.example',
  usernameClaim: 'db_user',
  groupsClaim: 'groups',
  adminGroups: ['admins'],
};

const principal = (claims: Claims) => principalFromClaims({ sub: 's', ...claims }, READING);

describe('readClaim', () => {
  it('finds own properties only, by exact name', () => {
    const claims = JSON.parse('{"a":{"b":1},"a.b":2,"__proto__":3}') as Claims;
    expect(readClaim(claims, 'a.b')).toBe(2);
    expect(readClaim(claims, '__proto__')).toBe(3);
    for (const name of ['toString', 'constructor', 'A.B', '']) {
      expect(readClaim(claims, name)).toBeUndefined();
    }
    expect(readClaim({}, '__proto__')).toBeUndefined();
  });
});

describe('principalFromClaims', () => {
  it('keeps the username claim as it was sent', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(principal({ db_user: value }).claimValue).toBe(value);
      }),
    );
  });

  it('shows people a short name without controls, from the claim or else the subject', () => {
    expect(principal({ db_user: 'alice' }).username).toBe('alice');
    expect(principal({ db_user: 7 }).username).toBe('s');
    expect(principal({ db_user: 'a\0\u202eb\ud800' }).username).toBe('a\ufffd\ufffdb\ufffd');
    expect([...principal({ db_user: '𝐚'.repeat(500) }).username]).toHaveLength(128);
  });

  it('never takes authSource, issuer or rights from a claim', () => {
    const claims = {
      authSource: 'internal',
      issuer: 'x',
      iss: 'y',
      isAdmin: true,
      roles: ['admin'],
    };
    expect(principal(claims)).toMatchObject({
      authSource: 'oauth2',
      issuer: 'https://idp.example',
      isAdmin: false,
    });
  });

  it.each([undefined, null, '', 5, true, {}, ['s'], 'a\0', 'a\n', '\ud800', 's'.repeat(256)])(
    'refuses the subject %j',
    (sub) => {
      expect(() => principal({ sub })).toThrow(TokenFault);
    },
  );

  it('refuses a username claim that is nested too deeply, however deep', () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(principal({ db_user: nested(30) }).claimName).toBe('db_user');
    for (const depth of [40, 20_000]) {
      expect(() => principal({ db_user: nested(depth) })).toThrow(TokenFault);
    }
  });
});

describe('a principal in the store', () => {
  it('comes back the same, whatever the claim was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.string({ unit: 'binary' }), (value, text) => {
        for (const claim of [value, text]) {
          const before = principal({ db_user: claim });
          const encoded = encodePrincipal(before);
          expect(encoded).not.toContain('\0');
          // JSON has no -0.
          expect(decodePrincipal(encoded)).toEqual(JSON.parse(JSON.stringify(before)));
        }
      }),
    );
  });

  it.each([
    '',
    'null',
    '[]',
    '5',
    '{}',
    '{"authSource":"oauth2"}',
    '{"authSource":"root","username":"a","groups":[],"isAdmin":true,"accountId":"1"}',
    '{"authSource":"internal","username":"a","groups":[],"isAdmin":true}',
    '{"authSource":"internal","username":"a","groups":[1],"isAdmin":true,"accountId":"1"}',
    '{"authSource":"oauth2","username":"a","groups":[],"isAdmin":1,"issuer":"i","subject":"s","claimName":"c"}',
    '{"authSource":"oauth2","username":"a","groups":[],"isAdmin":true,"issuer":"i","claimName":"c"}',
  ])('is nobody when the text is %s', (text) => {
    expect(decodePrincipal(text)).toBeUndefined();
  });
});
