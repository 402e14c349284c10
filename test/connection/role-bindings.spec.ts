import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { SessionEnds } from '../../src/auth/session-ends.js';
import type { AuditService } from '../../src/audit/audit.service.js';
import { parseDatabaseUser } from '../../src/auth/database-user.js';
import type { OAuthPrincipal } from '../../src/auth/principal.js';
import { Problem } from '../../src/common/problem.js';
import type { AppConfig } from '../../src/config/config.js';
import { RoleBinding } from '../../src/connection/role-binding.entity.js';
import { RoleBindings } from '../../src/connection/role-bindings.service.js';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { openStore } from '../../src/database/open-store.js';
import type { PostgresCluster } from '../../src/demo/postgres-cluster.js';
import { startStore, urlOf } from '../servers/servers-app.js';

const HOME = 'https://login.example';
const ALICE = { issuer: HOME, subject: '4711' };
const ROLE = parseDatabaseUser('db_user', 'alice');

let cluster: PostgresCluster;
let store: DataSource;
beforeAll(async () => {
  Logger.overrideLogger(false);
  cluster = await startStore();
  await cluster.sql('create database bindings owner usher');
  store = await openStore(dataSourceOptions(urlOf(cluster, 'bindings'), { RoleBinding }));
});
afterAll(async () => {
  await store.destroy();
  await cluster.destroy();
});
beforeEach(async () => {
  await store.getRepository(RoleBinding).clear();
});

type Policy = AppConfig['gate']['binding'];

function bindings(binding: Policy = 'first-use'): RoleBindings {
  const config = { gate: { binding } } as AppConfig;
  return new RoleBindings(
    store.getRepository(RoleBinding),
    {} as AuditService,
    {} as SessionEnds,
    config,
  );
}

/** How the claim ended: `granted`, or the code of its refusal. */
async function claim(
  who: Pick<OAuthPrincipal, 'issuer' | 'subject'>,
  { policy = 'first-use', group = 'default' }: { policy?: Policy; group?: string } = {},
): Promise<string> {
  try {
    await bindings(policy).claim(ROLE, who as OAuthPrincipal, group);
    return 'granted';
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
}

describe('a database user that somebody has', () => {
  beforeEach(async () => {
    expect(await claim(ALICE)).toBe('granted');
  });

  it('is theirs again the next time', async () => {
    expect(await claim(ALICE)).toBe('granted');
  });

  it.each([
    ['the same subject at another issuer', { issuer: 'https://other.example', subject: '4711' }],
    ['another subject at the same issuer', { issuer: HOME, subject: '4712' }],
    ['an issuer with a slash more', { issuer: `${HOME}/`, subject: '4711' }],
    ['a subject that is longer', { issuer: HOME, subject: '47110' }],
    ['issuer and subject cut elsewhere', { issuer: `${HOME}4`, subject: '711' }],
  ])('is refused to %s', async (_name, who) => {
    expect(await claim(who)).toBe('role-bound-to-other');
    expect(await claim(ALICE)).toBe('granted');
  });

  it('is free in another group of trust, and with no policy', async () => {
    const other = { issuer: 'https://other.example', subject: '4711' };
    expect(await claim(other, { group: 'elsewhere' })).toBe('granted');
    expect(await claim(other, { policy: 'off' })).toBe('granted');
  });
});

describe('a database user that nobody has', () => {
  it('is given to one of many who come at once', async () => {
    const crowd = Array.from({ length: 20 }, (_, index) => ({
      issuer: HOME,
      subject: String(index),
    }));
    const ends = await Promise.all(crowd.map((who) => claim(who)));
    expect(ends.filter((end) => end === 'granted')).toHaveLength(1);
    expect(ends.filter((end) => end === 'role-bound-to-other')).toHaveLength(19);
  });

  it('is given to nobody where an administrator has to approve it', async () => {
    expect(await claim(ALICE, { policy: 'pre-approved' })).toBe('role-not-approved');
    expect(await store.getRepository(RoleBinding).count()).toBe(0);
  });
});
