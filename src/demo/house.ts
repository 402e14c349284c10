import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  issueCertificate,
} from './certificates.js';
import { Guard } from './guard.js';
import {
  AUDIENCE,
  type IdentityProvider,
  type IdentityProviderOptions,
  startIdentityProvider,
} from './identity-provider.js';
import { PARTNER_PEOPLE, providersYaml } from './partner.js';
import type { PostgresMajor } from './postgres-binaries.js';
import {
  type ClusterOptions,
  type InitScript,
  type PostgresCluster,
  startClusterFrom,
} from './postgres-cluster.js';
import type { Settings } from './postgres-files.js';
import { seedClusters } from './postgres-seed.js';
import { PROXY_COMMON_NAME, SHOP_HBA, SHOP_IDENT, SHOP_INIT } from './shop.js';

/** The server definition that the house is seeded with. */
export const SHOP_SERVER_ID = '7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37';

const CALLBACK = '/api/v1/auth/callback/oidc';
const BACKCHANNEL_LOGOUT = '/api/v1/auth/backchannel-logout/oidc';
const PARTNER_CALLBACK = '/api/v1/auth/callback/partner';
const ADMIN_USERNAME = 'admin';

export interface HouseOptions {
  /** The major version of both clusters; the newest unless told. */
  postgres?: PostgresMajor;
  /** Instead of the shop's own. */
  hba?: string;
  ident?: string;
  /** Run after the shop's own. */
  extraInit?: InitScript[];
  /** Of the shop's cluster. */
  settings?: Settings;
  identityProvider?: IdentityProviderOptions;
  /** With a second provider, and both in a file. */
  withPartner?: boolean;
  /** For a WELCOME_FILE. */
  welcome?: string;
}

/** Files of the public key infrastructure. */
export interface PkiFiles {
  folder: string;
  caFile: string;
  certFile: string;
  /** Mode 0600, ours. */
  keyFile: string;
}

/** Everything that the service needs around it, in one temporary folder. */
export interface House {
  guard: Guard;
  folder: string;
  ca: CertificateAuthority;
  pki: PkiFiles;
  /** The PostgreSQL that people want to reach. */
  shop: PostgresCluster;
  /** The PostgreSQL for the service's own tables. */
  store: PostgresCluster;
  storeUrl: string;
  identityProvider: IdentityProvider;
  /** The second provider, where there is one. */
  partner: IdentityProvider | undefined;
  serversFile: string;
  admin: { username: string; password: string };
  /**
   * The complete environment of a service that listens at this port. Also tells the identity
   * provider that such a service may be returned to.
   */
  environment(port: number): Record<string, string>;
  /** Stops everything and removes the folder. Can be repeated. */
  stop(): Promise<void>;
}

/** Starts the house. When that fails half way, nothing stays. */
export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const guard = await Guard.start();
  const starting = startIdentityProvider(options.identityProvider);
  const startingPartner = options.withPartner
    ? startIdentityProvider({ people: [...PARTNER_PEOPLE] })
    : Promise.resolve(undefined);
  try {
    const ca = await createCertificateAuthority('pg-usher demo CA');
    const pki = await writePki(guard.folder, ca);
    const storePassword = randomBytes(24).toString('base64url');
    const [identityProvider, partner, { shop, store }] = await Promise.all([
      starting,
      startingPartner,
      startClusters(guard, options, [await shopCluster(options, ca), storeCluster(storePassword)]),
    ]);
    const serversFile = join(guard.folder, 'servers.yaml');
    await writeFile(serversFile, serversYaml(shop.port));
    const storeUrl = `postgres://usher:${storePassword}@${store.host}:${String(store.port)}/usher`;
    const providersFile = join(guard.folder, 'providers.yaml');
    if (partner !== undefined) {
      await writeFile(providersFile, providersYaml(identityProvider, partner), { mode: 0o600 });
    }
    const parts = { guard, ca, pki, shop, store, storeUrl, identityProvider, partner };
    const welcomeFile = await writeWelcome(guard.folder, options.welcome);
    return furnish({ ...parts, serversFile, providersFile, welcomeFile });
  } catch (error) {
    await Promise.allSettled([
      guard.close(),
      starting.then((provider) => provider.stop()),
      startingPartner.then((provider) => provider?.stop()),
    ]);
    throw error;
  }
}

type Parts = Omit<House, 'folder' | 'admin' | 'environment' | 'stop'> & {
  providersFile: string;
  welcomeFile: string | undefined;
};

function furnish(parts: Parts): House {
  const { guard, identityProvider, partner } = parts;
  const admin = { username: ADMIN_USERNAME, password: randomBytes(12).toString('base64url') };
  const fixed = fixedEnvironment(parts, admin);
  const environment = (port: number): Record<string, string> => {
    const publicUrl = `http://localhost:${String(port)}`;
    identityProvider.allowRedirect(
      `${publicUrl}${CALLBACK}`,
      `${publicUrl}/`,
      `${publicUrl}${BACKCHANNEL_LOGOUT}`,
    );
    partner?.allowRedirect(`${publicUrl}${PARTNER_CALLBACK}`, `${publicUrl}/`);
    return { ...fixed, PUBLIC_URL: publicUrl, HOST: '127.0.0.1', PORT: String(port) };
  };
  const stop = async (): Promise<void> => {
    await Promise.all([guard.close(), identityProvider.stop(), partner?.stop()]);
  };
  return { ...parts, folder: guard.folder, admin, environment, stop };
}

function fixedEnvironment(
  { pki, storeUrl, identityProvider, partner, serversFile, providersFile, welcomeFile }: Parts,
  admin: House['admin'],
): Record<string, string> {
  const providers =
    partner === undefined
      ? singleProvider(identityProvider)
      : { OIDC_PROVIDERS_FILE: providersFile };
  return {
    ...providers,
    OAUTH_PASSTHROUGH_SSL_CERT: pki.certFile,
    OAUTH_PASSTHROUGH_SSL_KEY: pki.keyFile,
    OAUTH_PASSTHROUGH_SSL_ROOTCERT: pki.caFile,
    ADMIN_GROUPS: 'usher-admins',
    DATABASE_URL: storeUrl,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    SERVERS_FILE: serversFile,
    ...(welcomeFile !== undefined && { WELCOME_FILE: welcomeFile }),
    BOOTSTRAP_ADMIN_USERNAME: admin.username,
    BOOTSTRAP_ADMIN_PASSWORD: admin.password,
  };
}

async function writeWelcome(folder: string, text?: string): Promise<string | undefined> {
  if (text === undefined) return undefined;
  const file = join(folder, 'welcome.json');
  await writeFile(file, text);
  return file;
}

function singleProvider(provider: IdentityProvider): Record<string, string> {
  return {
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_SCOPES: 'openid profile email groups',
    OIDC_AUDIENCE: AUDIENCE,
    OAUTH2_USERNAME_CLAIM: 'db_user',
    OIDC_GROUPS_CLAIM: 'groups',
  };
}

async function writePki(folder: string, ca: CertificateAuthority): Promise<PkiFiles> {
  const client = await issueCertificate(ca, {
    commonName: PROXY_COMMON_NAME,
    organization: 'pg-usher demo',
    usage: 'client',
  });
  const pki = join(folder, 'pki');
  const files: PkiFiles = {
    folder: pki,
    caFile: join(pki, 'ca.crt'),
    certFile: join(pki, 'proxy.crt'),
    keyFile: join(pki, 'proxy.key'),
  };
  await mkdir(pki, { mode: 0o700 });
  await writeFile(files.caFile, ca.certPem);
  await writeFile(files.certFile, client.certPem);
  await writeFile(files.keyFile, client.keyPem, { mode: 0o600 });
  return files;
}

async function startClusters(
  guard: Guard,
  { postgres }: HouseOptions,
  [shopOptions, storeOptions]: readonly [ClusterOptions, ClusterOptions],
): Promise<{ shop: PostgresCluster; store: PostgresCluster }> {
  const seed = await seedClusters(guard, postgres);
  const [shop, store] = await Promise.all([
    startClusterFrom(seed, shopOptions),
    startClusterFrom(seed, storeOptions),
  ]);
  return { shop, store };
}

async function shopCluster(
  options: HouseOptions,
  ca: CertificateAuthority,
): Promise<ClusterOptions> {
  const server = await issueCertificate(ca, { commonName: 'localhost', usage: 'server' });
  return {
    name: 'shop',
    hba: options.hba ?? SHOP_HBA,
    ident: options.ident ?? SHOP_IDENT,
    init: [...SHOP_INIT, ...(options.extraInit ?? [])],
    settings: options.settings ?? {},
    tls: { ...server, clientCaPem: ca.certPem },
  };
}

function storeCluster(password: string): ClusterOptions {
  return {
    name: 'store',
    hba: 'host  usher  usher  127.0.0.1/32  scram-sha-256',
    init: [
      { sql: `create role usher login password '${password}'` },
      { sql: 'create database usher owner usher' },
    ],
  };
}

/** A file for SERVERS_FILE; every JSON string is a YAML string, too. */
function serversYaml(port: number): string {
  return `# The servers that the demo starts with; read by the service at its start.
servers:
  - id: ${SHOP_SERVER_ID}
    name: shop
    group: Demo
    host: localhost
    port: ${String(port)}
    maintenanceDb: shop
    sslMode: verify-full
    passthrough: true
    labels: [demo]
    color: green
    comment: The demo's shop; everyone sees their own customers.
`;
}
