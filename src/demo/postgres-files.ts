import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loopbackAddresses } from './free-port.js';
import { giveTo, type PostgresUser } from './postgres-binaries.js';

/** Lets the superuser `dba` in by the unix socket, whose folder is closed to others. */
export const HBA_ADMIN_LINE = 'local  all  dba  scram-sha-256';

export interface ServerTls {
  certPem: string;
  keyPem: string;
  /** Whose client certificates are accepted. */
  clientCaPem: string;
}

export type Settings = Record<string, string | number | boolean>;

/** The configuration of one cluster, as far as it is ours. */
export interface ClusterFiles {
  hba: string;
  ident: string;
  settings: Settings;
  tls: ServerTls | undefined;
}

/** Durability is of no use to a server that is thrown away, and costs time. */
const THROWAWAY: Settings = { fsync: false, synchronous_commit: false, full_page_writes: false };

const LOGGING: Settings = {
  lc_messages: 'C',
  log_connections: true,
  log_disconnections: true,
  log_statement: 'all',
  log_line_prefix: '%m [%p] user=%u db=%d app=%a ',
  log_timezone: 'UTC',
};

/** Writes everything that PostgreSQL reads at its start or on reload; each file in one step. */
export async function writeClusterFiles(
  dataDir: string,
  user: PostgresUser | undefined,
  { hba, ident, settings, tls }: ClusterFiles,
): Promise<void> {
  const all: Settings = {
    listen_addresses: loopbackAddresses().join(','),
    timezone: 'UTC',
    ...THROWAWAY,
    ...LOGGING,
    ...(tls ? tlsSettings() : { ssl: false }),
    ...settings,
  };
  const files: Record<string, string> = {
    'postgresql.auto.conf': Object.entries(all).map(settingLine).join(''),
    'pg_hba.conf': `${hba}\n`,
    'pg_ident.conf': `${ident}\n`,
    ...(tls && {
      'server.crt': tls.certPem,
      'server.key': tls.keyPem,
      'client-ca.crt': tls.clientCaPem,
    }),
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(dataDir, name);
    await writeFile(`${path}.new`, text, { mode: 0o600 });
    if (user) giveTo(`${path}.new`, user);
    await rename(`${path}.new`, path);
  }
}

function tlsSettings(): Settings {
  return {
    ssl: true,
    ssl_cert_file: 'server.crt',
    ssl_key_file: 'server.key',
    ssl_ca_file: 'client-ca.crt',
    ssl_min_protocol_version: 'TLSv1.3',
  };
}

function settingLine([name, value]: [string, string | number | boolean]): string {
  return `${name} = '${String(value).replaceAll("'", "''")}'\n`;
}
