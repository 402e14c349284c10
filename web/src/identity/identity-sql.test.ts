import { describe, expect, it } from 'vitest';
import { identityFacts } from './identity-sql.ts';

describe('identityFacts', () => {
  it('names the powers that a role has, and says when it has none', () => {
    const power = (row: Record<string, string>) =>
      identityFacts(row).find(({ name }) => name === 'Special powers')?.value;
    expect(power({ rolsuper: 'f', rolcreatedb: 'f' })).toBe('none');
    expect(power({ rolcreatedb: 't', rolbypassrls: 't' })).toBe(
      'creates databases, sees past row-level security',
    );
  });

  it('leaves out what PostgreSQL did not say', () => {
    const names = identityFacts({ session_user: 'alice', client_dn: null }).map(({ name }) => name);
    expect(names).toContain('session_user');
    expect(names).not.toContain('Certificate');
  });
});
