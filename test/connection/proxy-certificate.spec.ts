import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { PassthroughConfig } from '../../src/config/config.js';
import { ProxyCertificate } from '../../src/connection/proxy-certificate.js';
import {
  type CertificateAuthority,
  type CertificateRequest,
  createCertificateAuthority,
  issueCertificate,
} from '../../src/demo/certificates.js';

let folder: string;
let ca: CertificateAuthority;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-cert-'));
  ca = await createCertificateAuthority('test CA');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

let count = 0;
async function files(parts: {
  cert?: string;
  key?: string;
  root?: string;
  mode?: number;
}): Promise<PassthroughConfig> {
  count += 1;
  const path = (name: string) => join(folder, `${String(count)}.${name}`);
  const issued = await issue({});
  await writeFile(path('crt'), parts.cert ?? issued.certPem);
  await writeFile(path('key'), parts.key ?? issued.keyPem);
  await chmod(path('key'), parts.mode ?? 0o600);
  await writeFile(path('ca'), parts.root ?? ca.certPem);
  return { certFile: path('crt'), keyFile: path('key'), rootCertFile: path('ca') };
}

function issue(change: Partial<CertificateRequest>) {
  return issueCertificate(ca, { commonName: 'usher-proxy', usage: 'client', ...change });
}

const DAY = 86_400_000;

describe('the proxy certificate', () => {
  it('loads, and shows its subject and dates but never its key', async () => {
    const issued = await issue({});
    const certificate = await ProxyCertificate.load(
      await files({ cert: issued.certPem, key: issued.keyPem }),
    );
    const context = certificate.require();
    const lines = issued.keyPem.split('\n').filter((line) => line.length > 20);
    const shown = [
      JSON.stringify(certificate),
      inspect(certificate, { depth: 9, showHidden: true }),
      JSON.stringify({ context }),
      inspect(context, { depth: 9, showHidden: true }),
    ].join('\n');
    expect(shown).toContain('usher-proxy');
    for (const line of lines) expect(shown).not.toContain(line);
  });

  it('is one context for all connections, also when its files are gone', async () => {
    const paths = await files(await pair());
    const certificate = await ProxyCertificate.load(paths);
    await Promise.all([rm(paths.keyFile), rm(paths.certFile)]);
    expect(certificate.require()).toBe(certificate.require());
  });

  it.each<[string, () => Promise<Parameters<typeof files>[0]>, string]>([
    [
      'a key of another certificate',
      async () => ({ cert: (await issue({})).certPem, key: (await issue({})).keyPem }),
      'do not belong together',
    ],
    [
      'garbage as key',
      async () => ({ ...(await pair()), key: 'SECRET GARBAGE' }),
      'cannot be used',
    ],
    ['an empty key', async () => ({ ...(await pair()), key: '' }), 'cannot be used'],
    ['an encrypted key', async () => ({ ...(await pair()), key: encryptedKey() }), 'unencrypted'],
    [
      'garbage as certificate',
      async () => ({ ...(await pair()), cert: 'garbage' }),
      'not a certificate',
    ],
    ['garbage as root', async () => ({ ...(await pair()), root: 'garbage' }), 'not a certificate'],
    [
      'a certificate for servers',
      async () => pairOf(await issue({ usage: 'server' })),
      'not meant for clients',
    ],
    ['a key that the group may read', async () => ({ ...(await pair()), mode: 0o660 }), '0660'],
    ['a key that everybody may read', async () => ({ ...(await pair()), mode: 0o644 }), '0644'],
  ])('does not start with %s', async (_name, parts, words) => {
    const failure = await ProxyCertificate.load(await files(await parts())).then(
      () => 'loaded',
      (error: unknown) => String(error),
    );
    expect(failure).toContain(words);
    expect(failure).not.toMatch(/SECRET|BEGIN|\n/);
  });

  it.each([
    [
      'has expired',
      { notBefore: new Date(Date.now() - 2 * DAY), notAfter: new Date(Date.now() - DAY) },
      'expired on',
    ],
    [
      'is not valid yet',
      { notBefore: new Date(Date.now() + DAY), notAfter: new Date(Date.now() + 2 * DAY) },
      'not valid before',
    ],
  ])('that %s lets the service start, and says so at the gate', async (_name, dates, words) => {
    const certificate = await ProxyCertificate.load(await files(pairOf(await issue(dates))));
    expect(() => certificate.require()).toThrow(
      expect.objectContaining({
        code: 'passthrough-unavailable',
        message: expect.stringContaining(words),
      }),
    );
  });

  it('expires while the service runs', async () => {
    let now = Date.now();
    const certificate = await ProxyCertificate.load(await files(await pair()), () => now);
    certificate.require();
    now += 60 * DAY;
    expect(() => certificate.require()).toThrow(
      expect.objectContaining({ code: 'passthrough-unavailable' }),
    );
  });

  it('may be left out: passthrough is then not available', async () => {
    const certificate = await ProxyCertificate.load(undefined);
    expect(() => certificate.require()).toThrow(
      expect.objectContaining({ code: 'passthrough-unavailable' }),
    );
  });
});

async function pair() {
  return pairOf(await issue({}));
}

function pairOf(issued: { certPem: string; keyPem: string }) {
  return { cert: issued.certPem, key: issued.keyPem };
}

function encryptedKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return String(
    privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }),
  );
}
