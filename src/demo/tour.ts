import { portPrefix } from './demo-port.js';
import { SHOP_SERVER_ID } from './house.js';

/** One thing to try, as printed and as the smoke test runs it. */
export interface Step {
  title: string;
  /** Whose token is used; undefined for the two that come without one. */
  person?: string;
  /** Shell lines; the last one prints the answer's JSON. */
  lines: string[];
  expected: Expected;
}

/** What the answer's JSON has to say; a refusal's `code`, or the only row. */
export type Expected =
  { row: string[] } | { code: string; fix?: RegExp } | { fields: Record<string, unknown> };

export interface TourSite {
  port: number;
  adminUsername: string;
  adminPassword: string;
  /** Where curl keeps the local admin's cookie; inside the demo's folder, so that it goes with it. */
  cookieFile: string;
}

const SQL = 'select session_user, count(*) as customers from customers';

/** What the demo promises, each with the command to see it. */
export function tourSteps(site: TourSite): Step[] {
  const asPerson = (title: string, person: string, expected: Expected): Step => ({
    title,
    person,
    lines: [
      `T=$(${portPrefix(site.port)}npm run --silent demo:token -- ${person})`,
      curlQuery(site, '-H "Authorization: Bearer $T" '),
    ],
    expected,
  });
  return [
    asPerson('Alice sees her customers', 'alice', { row: ['alice', '72'] }),
    asPerson('Bob sees his', 'bob', { row: ['bob', '36'] }),
    asPerson('Carol has no role in the database', 'carol', {
      code: 'role-missing',
      fix: /CREATE ROLE/i,
    }),
    asPerson('The name "postgres" is protected', 'postgres', { code: 'role-protected' }),
    asPerson('Another alice, of the partner: the role belongs to the first', 'alice@partner', {
      code: 'role-bound-to-other',
    }),
    {
      title: 'The local admin did not sign in through OpenID Connect',
      lines: [curlAdminLogin(site), curlQuery(site, `-b ${site.cookieFile} `)],
      expected: { code: 'not-oauth' },
    },
    ...whoAmI(site),
    {
      title: 'Nobody in particular',
      lines: [curlQuery(site, '')],
      expected: { code: 'unauthenticated' },
    },
  ];
}

/** The same name three times, told apart by where it comes from. */
function whoAmI({ port, cookieFile }: TourSite): Step[] {
  const me = `http://localhost:${String(port)}/api/v1/auth/me`;
  const asToken = (person: string): string[] => [
    `T=$(${portPrefix(port)}npm run --silent demo:token -- ${person})`,
    `curl -s -H "Authorization: Bearer $T" ${me}`,
  ];
  return [
    {
      title: 'Who am I, says alice of the company',
      lines: asToken('alice'),
      expected: { fields: { authSource: 'oauth2', databaseUser: 'alice', provider: 'oidc' } },
    },
    {
      title: 'and alice of the partner',
      lines: asToken('alice@partner'),
      expected: { fields: { authSource: 'oauth2', databaseUser: 'alice', provider: 'partner' } },
    },
    {
      title: 'and the local admin',
      lines: [`curl -s -b ${cookieFile} ${me}`],
      expected: { fields: { authSource: 'internal', databaseUser: null } },
    },
  ];
}

/** Leads back to the answer of "who am I". */
export function loginUrl(port: number): string {
  return `http://localhost:${String(port)}/api/v1/auth/login?returnTo=/api/v1/auth/me`;
}

export function connectUrl(port: number): string {
  return `http://localhost:${String(port)}/api/v1/servers/${SHOP_SERVER_ID}/connect`;
}

export function queryUrl(port: number): string {
  return `http://localhost:${String(port)}/api/v1/servers/${SHOP_SERVER_ID}/query`;
}

/** The body of every query of the tour. */
export function queryBody(): string {
  return JSON.stringify({ sql: SQL });
}

function curlQuery({ port }: TourSite, credentials: string): string {
  return `curl -s ${credentials}-H 'Content-Type: application/json' -d '${queryBody()}' ${queryUrl(port)}`;
}

function curlAdminLogin({ port, adminUsername, adminPassword, cookieFile }: TourSite): string {
  const body = { source: 'internal', username: adminUsername, password: adminPassword };
  return `curl -s -o /dev/null -c ${cookieFile} -H 'Content-Type: application/json' -d '${JSON.stringify(body)}' http://localhost:${String(port)}/api/v1/auth/login`;
}
