import { describe, expect, it } from 'vitest';
import { hopsOf, noDatabaseUser, sourceWords } from './me-words.ts';

describe('sourceWords', () => {
  it('names the provider of a sign-in through OpenID Connect', () => {
    expect(sourceWords('oauth2', 'company')).toContain('"company"');
  });
});

describe('noDatabaseUser', () => {
  it('says of a local login what would help', () => {
    expect(noDatabaseUser('not-oauth').body).toContain('sign in with an identity provider');
  });

  it('says of a claim that is not allowed what would be', () => {
    expect(noDatabaseUser('claim-invalid').body).toContain('1 to 63 bytes');
  });
});

describe('hopsOf', () => {
  it('ends at pg-usher for whoever has no database user', () => {
    const [, last] = hopsOf({ authSource: 'internal', databaseUser: null });
    expect(last).toBeUndefined();
  });

  it('shows the role that PostgreSQL gets', () => {
    const [, last] = hopsOf({ authSource: 'oauth2', databaseUser: 'alice' });
    expect(last?.credential).toContain('"alice"');
  });
});
