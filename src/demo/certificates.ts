import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

type KeyPair = webcrypto.CryptoKeyPair;

/** A certificate and its private key (PKCS#8), both PEM. */
export interface Certificate {
  certPem: string;
  keyPem: string;
}

/** An authority that certificates can be issued from. Its own key never leaves this process. */
export interface CertificateAuthority {
  certPem: string;
  subject: Name;
  keys: KeyPair;
}

export interface CertificateRequest {
  commonName: string;
  organization?: string;
  /** Decides the extended key usage: `clientAuth` or `serverAuth`. */
  usage: 'client' | 'server';
  /** Of a server; localhost, 127.0.0.1 and ::1 unless told. */
  hosts?: string[];
  /** Five minutes ago unless told: clocks differ. */
  notBefore?: Date;
  /** In thirty days unless told. */
  notAfter?: Date;
}

/** Makes a self-signed authority (P-256) that is valid for thirty days. */
export async function createCertificateAuthority(
  commonName: string,
): Promise<CertificateAuthority> {
  const keys = await generateKeys();
  const subject = new Name([{ CN: [commonName] }]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: subject.toJSON(),
    notBefore: new Date(Date.now() - 5 * MINUTE),
    notAfter: new Date(Date.now() + 30 * DAY),
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certPem: `${certificate.toString('pem')}\n`, subject, keys };
}

/**
 * Issues a certificate (P-256). Takes any dates, so that tests can have expired and not yet valid
 * ones; a foreign authority or a wrong usage is had by asking for it.
 */
export async function issueCertificate(
  ca: CertificateAuthority,
  request: CertificateRequest,
): Promise<Certificate> {
  const keys = await generateKeys();
  const notAfter = request.notAfter ?? new Date(Date.now() + 30 * DAY);
  const usual = Math.min(Date.now() - 5 * MINUTE, notAfter.getTime() - DAY);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: subjectOf(request),
    issuer: ca.subject.toJSON(),
    notBefore: request.notBefore ?? new Date(usual),
    notAfter,
    signingKey: ca.keys.privateKey,
    publicKey: keys.publicKey,
    signingAlgorithm: SIGNATURE,
    extensions: await extensionsOf(ca, request, keys),
  });
  return {
    certPem: `${certificate.toString('pem')}\n`,
    keyPem: `${await exportKey(keys.privateKey)}\n`,
  };
}

function subjectOf({ commonName, organization }: CertificateRequest): Record<string, string[]>[] {
  // Given as structure and not as text, so that no name can add fields of its own.
  return [...(organization === undefined ? [] : [{ O: [organization] }]), { CN: [commonName] }];
}

async function extensionsOf(
  ca: CertificateAuthority,
  request: CertificateRequest,
  keys: KeyPair,
): Promise<Extension[]> {
  const server = request.usage === 'server';
  const usage = server ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth;
  const extensions: Extension[] = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([usage], false),
    await SubjectKeyIdentifierExtension.create(keys.publicKey),
    await AuthorityKeyIdentifierExtension.create(ca.keys.publicKey),
  ];
  if (server) {
    const hosts = request.hosts ?? ['localhost', '127.0.0.1', '::1'];
    extensions.push(
      new SubjectAlternativeNameExtension(
        hosts.map((value): JsonGeneralName => ({ type: isAddress(value) ? 'ip' : 'dns', value })),
      ),
    );
  }
  return extensions;
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^\d+(\.\d+){3}$/.test(host);
}

function generateKeys(): Promise<KeyPair> {
  return webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function serialNumber(): string {
  // Positive and without a leading zero byte, as RFC 5280 4.1.2.2 wants it.
  return `4${randomBytes(16).toString('hex').slice(1)}`;
}
