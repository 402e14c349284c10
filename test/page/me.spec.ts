import { signInWithBrowserFlow } from '../../src/demo/sign-in.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(async () => {
  await service.stop();
});

const CLAIMS = {
  provider: 'oidc',
  usernameClaim: 'db_user',
  usernameClaimValue: 'carol',
  usernameTransform: 'none',
  groupsClaim: 'groups',
  databaseUser: 'carol',
};

describe('who am I', () => {
  it('names the claims that were used, to a program', async () => {
    const token = await service.token('carol');
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const { json } = await service.call(token, 'GET', '/auth/me');
    expect(json).toMatchObject({ ...CLAIMS, sessionEndsAt: new Date(exp * 1000).toISOString() });
    expect(typeof json.providerName).toBe('string');
  });

  it('names them to a browser, with the end of its session', async () => {
    const start = `${service.origin}/api/v1/auth/login?returnTo=/api/v1/auth/me`;
    const { response, browser } = await signInWithBrowserFlow(start, 'carol');
    const me: any = await response.json();
    expect(me).toMatchObject(CLAIMS);
    const sessions = await browser.fetch(`${service.origin}/api/v1/auth/sessions`);
    const { items }: any = await sessions.json();
    expect(me.sessionEndsAt).toBe(items[0].expiresAt);
  });

  it('has no claim to name to a local account, and the end of its session at once', async () => {
    const { admin } = service.house;
    const login = { source: 'internal', ...admin };
    const { status, json } = await service.call(undefined, 'POST', '/auth/login', login);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      providerName: null,
      usernameClaim: null,
      usernameClaimValue: null,
      usernameTransform: null,
      groupsClaim: null,
      authTime: null,
      acr: null,
    });
    const hours = (Date.parse(json.sessionEndsAt) - Date.now()) / 3_600_000;
    expect(Math.ceil(hours)).toBe(service.config.session.absoluteMs / 3_600_000);
  });
});

it.each([
  ['a list', ['a', 1, null]],
  ['an object', { deep: { er: true } }],
  ['a number', 12],
  ['null', null],
])('shows a claim that is %s as it came', async (_what, value) => {
  const other = await RunningService.start({
    house: {
      identityProvider: { people: [{ name: 'odd', claims: { db_user: value } }] },
    },
  });
  try {
    const { json } = await other.call(await other.token('odd'), 'GET', '/auth/me');
    expect(json.usernameClaimValue).toEqual(value);
    expect(json.databaseUser).toBeNull();
  } finally {
    await other.stop();
  }
});
