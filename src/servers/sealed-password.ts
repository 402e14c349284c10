import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../common/problem.js';
import { Secret } from '../common/secret.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals the passwords of servers without passthrough: AES-256-GCM (NIST SP 800-38D) under
 * CREDENTIALS_KEY, with the definition's id as additional data, so that a sealed password that is
 * copied into another row opens nothing.
 */
@Injectable()
export class PasswordSeal {
  readonly #key: Secret | undefined;

  constructor(@Inject(APP_CONFIG) config: AppConfig) {
    this.#key = config.gate.credentialsKey;
  }

  /** @throws Problem `validation-failed` where no key is configured */
  seal(serverId: string, password: string): string {
    const key = this.#bytes();
    if (key === undefined) {
      throw new Problem('validation-failed', {
        detail:
          'pg-usher cannot keep a password here, since CREDENTIALS_KEY is not configured. An administrator sets it, or the definition does without "password".',
        owner: 'admin',
        errors: [{ pointer: '/password', detail: 'CREDENTIALS_KEY is not configured.' }],
      });
    }
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.from(serverId));
    const sealed = Buffer.concat([cipher.update(password, 'utf8'), cipher.final()]);
    const box = Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
    return `${VERSION}.${keyId(key)}.${box}`;
  }

  /** Undefined when it was sealed under another key, for another definition, or altered. */
  open(serverId: string, sealed: string): Secret | undefined {
    const [version, id, box] = sealed.split('.');
    const key = this.#bytes();
    if (key === undefined || version !== VERSION || id !== keyId(key) || box === undefined) {
      return undefined;
    }
    const bytes = Buffer.from(box, 'base64url');
    const end = bytes.length - TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(serverId));
    try {
      decipher.setAuthTag(bytes.subarray(end));
      const open = [decipher.update(bytes.subarray(NONCE_BYTES, end)), decipher.final()];
      return new Secret(Buffer.concat(open).toString('utf8'));
    } catch {
      // GCM gives one kind of failure: what is there was not sealed by this key for this row.
      return undefined;
    }
  }

  #bytes(): Buffer | undefined {
    return this.#key === undefined ? undefined : Buffer.from(this.#key.reveal(), 'base64');
  }
}

/** Tells which key a password was sealed under, without telling the key. */
function keyId(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
