import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import { inspect } from 'node:util';
import { errorCode } from '../common/error-code.js';
import { Problem } from '../common/problem.js';
import type { PassthroughConfig } from '../config/config.js';
import { readKeyFile } from '../common/key-file.js';

const EKU_CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** The configured certificate cannot be used at all; the service does not start with it. */
export class UnusableCertificate extends Error {
  override readonly name = 'UnusableCertificate';
}

interface LoadedCertificate {
  readonly secureContext: SecureContext;
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/**
 * The one privileged client certificate. Its key goes from the file into OpenSSL's context and
 * nowhere else: no field, log line or error holds its text, and printing this object shows the
 * subject and the dates.
 */
export class ProxyCertificate {
  readonly #loaded: LoadedCertificate | undefined;
  readonly #now: () => number;

  private constructor(loaded: LoadedCertificate | undefined, now: () => number) {
    this.#loaded = loaded;
    this.#now = now;
  }

  /**
   * Reads and checks certificate, key and CA. Dates are not checked here but at each use, so that
   * a service with an expired certificate starts and explains itself.
   *
   * @param files undefined when nothing is configured; every use then answers 503
   * @throws UnusableCertificate, UnsafeKeyFile
   */
  static async load(
    files: PassthroughConfig | undefined,
    now: () => number = Date.now,
  ): Promise<ProxyCertificate> {
    if (files === undefined) return new ProxyCertificate(undefined, now);
    const cert = await readPem(files.certFile, 'certificate');
    const ca = await readPem(files.rootCertFile, 'root certificate');
    const key = await readKeyFile(files.keyFile);
    try {
      return new ProxyCertificate(check(cert, key, ca), now);
    } finally {
      key.fill(0);
    }
  }

  /** Step 4 of the gate. @throws Problem `passthrough-unavailable` */
  require(): SecureContext {
    if (this.#loaded === undefined) throw unavailable('No proxy certificate is configured.');
    const { secureContext, notBefore, notAfter } = this.#loaded;
    if (this.#now() > notAfter.getTime()) {
      throw unavailable(`The proxy certificate expired on ${notAfter.toISOString()}.`);
    }
    if (this.#now() < notBefore.getTime()) {
      throw unavailable(`The proxy certificate is not valid before ${notBefore.toISOString()}.`);
    }
    return secureContext;
  }

  toJSON(): Record<string, string> {
    if (this.#loaded === undefined) return { state: 'not configured' };
    const { subject, notBefore, notAfter } = this.#loaded;
    return { subject, notBefore: notBefore.toISOString(), notAfter: notAfter.toISOString() };
  }

  [inspect.custom](): Record<string, string> {
    return this.toJSON();
  }
}

function unavailable(detail: string): Problem {
  return new Problem('passthrough-unavailable', { detail, owner: 'admin' });
}

async function readPem(path: string, what: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = errorCode(cause) ?? 'an error';
    throw new UnusableCertificate(`The ${what} file ${path} cannot be read (${code}).`);
  }
}

function check(cert: Buffer, key: Buffer, ca: Buffer): LoadedCertificate {
  const certificate = parseCertificate(cert, 'certificate');
  parseCertificate(ca, 'root certificate');
  if (!isForClients(certificate)) {
    throw new UnusableCertificate(
      'The proxy certificate is not meant for clients: its extended key usage lacks clientAuth.',
    );
  }
  return {
    secureContext: buildContext(cert, key, ca),
    subject: certificate.subject.replaceAll('\n', ', '),
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
  };
}

/** `keyUsage` is Node's name for the extended key usage; undefined, against its type, means any. */
function isForClients({ keyUsage }: { readonly keyUsage: readonly string[] | undefined }): boolean {
  return keyUsage === undefined || keyUsage.includes(EKU_CLIENT_AUTH);
}

function parseCertificate(pem: Buffer, what: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new UnusableCertificate(`The configured ${what} is not a certificate in PEM form.`);
  }
}

function buildContext(cert: Buffer, key: Buffer, ca: Buffer): SecureContext {
  try {
    return createSecureContext({
      cert,
      key,
      ca,
      minVersion: 'TLSv1.2',
      // PostgreSQL up to 17 prefers P-256; offering it first saves a round trip on each connect.
      ecdhCurve: 'prime256v1:X25519',
    });
  } catch (error) {
    // OpenSSL's code says what is wrong and holds nothing of the key.
    const code = errorCode(error) ?? 'unknown';
    throw new UnusableCertificate(
      code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
        ? 'The proxy certificate and its key do not belong together.'
        : `The proxy certificate's key cannot be used (${code}); it must be an unencrypted PEM key.`,
    );
  }
}
