import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../src/config/config-error.js';
import { loadConfig } from '../../src/config/load-config.js';
import { type Env, MINIMAL } from './mistakes.js';
import { LDAP, SOURCE_MISTAKES, WEBSERVER } from './source-mistakes.js';

function mistakesOf(env: Env): readonly string[] {
  try {
    loadConfig({ ...MINIMAL, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}

describe('the sources besides OpenID Connect', () => {
  it.each(SOURCE_MISTAKES)('%j gives one sentence', (env, sentence) => {
    expect(mistakesOf(env)).toEqual([sentence]);
  });

  it('need little to be said of a directory', () => {
    expect(loadConfig({ ...MINIMAL, ...LDAP }).ldap).toEqual({
      host: 'ldap.example',
      port: 636,
      security: 'tls',
      caFile: undefined,
      user: { kind: 'search', base: 'dc=example', filter: '(uid={username})', bind: undefined },
      usernameAttribute: 'uid',
      idAttribute: 'entryUUID',
      groups: undefined,
      adminGroups: [],
      timeoutMs: 5000,
    });
  });

  it('take everything that can be said of it', () => {
    const { ldap } = loadConfig({
      ...MINIMAL,
      LDAP_URL: 'ldap://[2001:db8::1]:10389/',
      LDAP_STARTTLS: 'required',
      LDAP_CA_FILE: '/certs/ldap-ca.pem',
      LDAP_BIND_DN: 'cn=usher,dc=example',
      LDAP_BIND_PASSWORD: 'of the service',
      LDAP_USER_BASE: 'ou=people,dc=example',
      LDAP_USER_FILTER: '(&(objectClass=person)(|(uid={username})(mail={username})))',
      LDAP_USERNAME_ATTRIBUTE: 'sAMAccountName',
      LDAP_ID_ATTRIBUTE: 'objectGUID',
      LDAP_GROUP_BASE: 'ou=groups,dc=example',
      LDAP_GROUP_FILTER: '(|(member={dn})(memberUid={username}))',
      LDAP_ADMIN_GROUPS: 'cn=a,dc=example; cn=b,dc=example',
    });
    expect(ldap).toMatchObject({
      host: '2001:db8::1',
      port: 10_389,
      security: 'starttls',
      caFile: '/certs/ldap-ca.pem',
      user: { bind: { dn: 'cn=usher,dc=example' } },
      usernameAttribute: 'sAMAccountName',
      idAttribute: 'objectGUID',
      groups: { base: 'ou=groups,dc=example' },
      adminGroups: ['cn=a,dc=example', 'cn=b,dc=example'],
    });
    expect(JSON.stringify(ldap)).not.toContain('of the service');
  });

  it('let Active Directory resolve groups in groups', () => {
    const filter = '(member:1.2.840.113556.1.4.1941:={dn})';
    const env = { ...LDAP, LDAP_GROUP_BASE: 'dc=example', LDAP_GROUP_FILTER: filter };
    expect(loadConfig({ ...MINIMAL, ...env }).ldap?.groups?.filter).toBe(filter);
  });

  it('let a directory on this machine do without TLS, and only that', () => {
    const env = { ...MINIMAL, ...LDAP, LDAP_URL: 'ldap://127.0.0.1' };
    expect(loadConfig(env).ldap).toMatchObject({ port: 389, security: 'none' });
  });

  it('take a template in the place of a search', () => {
    const template = 'uid={username},ou=people,dc=example';
    const { ldap } = loadConfig({
      ...MINIMAL,
      LDAP_URL: 'ldaps://ldap.example',
      LDAP_USER_DN_TEMPLATE: template,
    });
    expect(ldap?.user).toEqual({ kind: 'direct', dnTemplate: template });
  });

  it('take the header of a proxy, in small letters, and the addresses of proxies', () => {
    const config = loadConfig({
      ...MINIMAL,
      ...WEBSERVER,
      WEBSERVER_GROUPS_HEADER: 'X-Remote-Groups',
      WEBSERVER_ADMIN_GROUPS: 'admins, platform team',
      TRUSTED_PROXIES: '10.0.0.5',
      RATE_LIMIT_LOGIN_PER_MINUTE: '60',
    });
    expect(config.webserver).toEqual({
      header: 'x-remote-user',
      proxies: ['10.0.0.5', '10.1.0.0/16', '::1'],
      groupsHeader: 'x-remote-groups',
      adminGroups: ['admins', 'platform team'],
    });
    expect(config.http.trustedProxies).toEqual(['10.0.0.5']);
    expect(config.rateLimit).toEqual({ loginPerMinute: 60 });
  });
});
