import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Guard } from '../../src/demo/guard.js';
import { findFreePort } from '../../src/demo/free-port.js';
import { createCertificateAuthority, issueCertificate } from '../../src/demo/certificates.js';

const BINARY = '/usr/sbin/slapd';
const SCHEMAS = '/etc/ldap/schema';
const MODULES = '/usr/lib/ldap';

export const SUFFIX = 'dc=usher,dc=example';
export const SERVICE = { dn: `cn=usher,${SUFFIX}`, password: 'of the service' };

/** Why there is no OpenLDAP server to test against on this machine; undefined where there is. */
export function slapdMissing(): string | undefined {
  const missing = [BINARY, join(SCHEMAS, 'core.schema'), join(MODULES, 'back_mdb.so')].filter(
    (path) => !existsSync(path),
  );
  return missing.length === 0
    ? undefined
    : `${missing.join(', ')} not found; Debian has it in the package slapd`;
}

/** OpenLDAP's own server on loopback, in a temporary folder, under a guard that outlives nothing. */
export class Slapd {
  private constructor(
    readonly guard: Guard,
    readonly port: number,
    readonly tlsPort: number,
    readonly caFile: string,
    readonly logFile: string,
  ) {}

  /** @param ldif the entries below {@link SUFFIX}, which is made with the service's own */
  static async start(ldif: string): Promise<Slapd> {
    const guard = await Guard.start();
    try {
      const { folder } = guard;
      const [port, tlsPort] = [await findFreePort(), await findFreePort()];
      const caFile = await writeCertificates(folder);
      await writeConfiguration(folder);
      await writeFile(join(folder, 'data.ldif'), `${ROOT_LDIF}\n${ldif}`);
      const configuration = ['-f', join(folder, 'slapd.conf')];
      const data = ['-l', join(folder, 'data.ldif')];
      execFileSync(BINARY, ['-T', 'add', ...configuration, ...data], { stdio: 'pipe' });
      const addresses = `ldap://127.0.0.1:${port} ldaps://127.0.0.1:${tlsPort}`;
      const logFile = join(folder, 'slapd.log');
      const running = await guard.run({
        file: BINARY,
        args: [...configuration, '-h', addresses, '-d', 'stats'],
        cwd: folder,
        env: {},
        logFile,
      });
      const slapd = new Slapd(guard, port, tlsPort, caFile, logFile);
      await slapd.#ready(() => running.hasEnded());
      return slapd;
    } catch (error) {
      await guard.close();
      throw error;
    }
  }

  log(): Promise<string> {
    return readFile(this.logFile, 'utf8');
  }

  stop(): Promise<void> {
    return this.guard.close();
  }

  async #ready(hasEnded: () => boolean): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (const port of [this.port, this.tlsPort]) {
      while (!(await isListening(port))) {
        if (hasEnded() || Date.now() > deadline) {
          throw new Error(`slapd does not start:\n${await this.log()}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

const ROOT_LDIF = `dn: ${SUFFIX}
objectClass: domain
dc: usher

dn: ${SERVICE.dn}
objectClass: person
cn: usher
sn: usher
userPassword: ${SERVICE.password}
`;

async function writeConfiguration(folder: string): Promise<void> {
  const data = join(folder, 'data');
  await mkdir(data);
  const lines = [
    ...['core', 'cosine', 'inetorgperson'].map((name) => `include ${SCHEMAS}/${name}.schema`),
    `modulepath ${MODULES}`,
    'moduleload back_mdb',
    'moduleload memberof',
    // What a careless administrator allows, so that our own refusal is what is tested.
    'allow bind_anon_cred bind_anon_dn',
    `pidfile ${join(folder, 'slapd.pid')}`,
    `TLSCACertificateFile ${join(folder, 'ca.pem')}`,
    `TLSCertificateFile ${join(folder, 'server.pem')}`,
    `TLSCertificateKeyFile ${join(folder, 'server.key')}`,
    'database mdb',
    `suffix "${SUFFIX}"`,
    `directory ${data}`,
    'maxsize 16777216',
    'overlay memberof',
    `access to attrs=userPassword by anonymous auth by * none`,
    `access to dn.exact="${SUFFIX}" by * read`,
    `access to * by dn.exact="${SERVICE.dn}" read by self read by anonymous auth by * none`,
  ];
  await writeFile(join(folder, 'slapd.conf'), `${lines.join('\n')}\n`);
}

async function writeCertificates(folder: string): Promise<string> {
  const ca = await createCertificateAuthority('slapd of the tests');
  const server = await issueCertificate(ca, { commonName: 'localhost', usage: 'server' });
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, ca.certPem);
  await writeFile(join(folder, 'server.pem'), server.certPem);
  await writeFile(join(folder, 'server.key'), server.keyPem, { mode: 0o600 });
  return caFile;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
