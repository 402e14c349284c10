import { RunningService } from '../support/running-service.js';
import { fetchAccessToken, signInWithBrowserFlow } from '../../src/demo/sign-in.js';

/** Two identity providers, each with an alice: two people. */
let service: RunningService;
let company: string;
let partner: string;
beforeAll(async () => {
  service = await RunningService.start({ house: { withPartner: true } });
  company = await service.token('alice');
  const { partner: provider } = service.house;
  if (provider === undefined) throw new Error('The house has no second provider.');
  partner = await fetchAccessToken(provider, 'alice');
});
afterAll(async () => {
  await service.stop();
});

describe('the same name at two providers', () => {
  it('is told apart by who vouches for it', async () => {
    const [first, second] = await Promise.all(
      [company, partner].map((token) => service.call(token, 'GET', '/auth/me')),
    );
    expect(first?.json).toMatchObject({ provider: 'oidc', databaseUser: 'alice' });
    expect(second?.json).toMatchObject({ provider: 'partner', databaseUser: 'alice' });
    expect(first?.json.issuer).not.toBe(second?.json.issuer);
    expect(first?.json.subject).not.toBe(second?.json.subject);
  });

  it('is one person’s in PostgreSQL; the other is refused, with both identities on record', async () => {
    const who = { sql: 'select session_user' };
    expect((await service.query(company, who)).json.rows).toEqual([['alice']]);
    const mark = await service.logMark();
    const refused = await service.query(partner, who);
    expect([refused.status, refused.json.code]).toEqual([403, 'role-bound-to-other']);
    expect(await service.logSince(mark)).not.toContain('host=127.0.0.1');

    const me = (await service.call(company, 'GET', '/auth/me')).json;
    const other = (await service.call(partner, 'GET', '/auth/me')).json;
    const row = (await service.audit("code = 'role-bound-to-other'")).at(-1);
    expect(row).toMatchObject({
      outcome: 'denied',
      database_user: 'alice',
      issuer: other.issuer,
      subject: other.subject,
      target: `default: ${String(me.issuer)} ${String(me.subject)}`,
    });
    expect(refused.text).not.toContain(me.subject);
  });

  it('signs in at the provider that was chosen, each by its own path', async () => {
    const ask = async (id: string): Promise<unknown> => {
      const login = `${service.origin}/api/v1/auth/login/${id}?returnTo=/api/v1/auth/me`;
      const { response } = await signInWithBrowserFlow(login, 'alice');
      return response.json();
    };
    expect(await ask('oidc')).toMatchObject({ provider: 'oidc', username: 'alice' });
    expect(await ask('partner')).toMatchObject({ provider: 'partner', username: 'alice' });
  });
});
