import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { isRecord } from './claims.js';

/** What is kept of the provider's tokens for as long as a session lasts. */
export interface SessionTokens {
  /** For the logout at the provider (`id_token_hint`); nobody is identified by it. */
  readonly idToken: string;
  readonly refreshToken?: string;
}

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts the provider's tokens for our store: AES-256-GCM under a key that HKDF-SHA-256 makes of
 * `SESSION_SECRET`. They are bound to their session, so that one that is copied into another row
 * does not open there.
 */
@Injectable()
export class SealedTokens {
  readonly #config: AppConfig['session'];

  constructor(@Inject(APP_CONFIG) config: AppConfig) {
    this.#config = config.session;
  }

  /** @param sessionKey of the row that it is going to be in */
  seal(sessionKey: string, tokens: SessionTokens): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key(), nonce).setAAD(boundTo(sessionKey));
    const text = Buffer.concat([
      cipher.update(
        JSON.stringify({ idToken: tokens.idToken, refreshToken: tokens.refreshToken }),
        'utf8',
      ),
      cipher.final(),
    ]);
    const box = Buffer.concat([nonce, cipher.getAuthTag(), text]);
    return `${VERSION}.${box.toString('base64url')}`;
  }

  /** Undefined for what was not sealed by us for this session. */
  open(sessionKey: string, sealed: string): SessionTokens | undefined {
    const [version, encoded] = sealed.split('.');
    const box = Buffer.from(encoded ?? '', 'base64url');
    if (version !== VERSION || box.length <= NONCE_BYTES + TAG_BYTES) return undefined;
    const nonce = box.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key(), nonce)
      .setAAD(boundTo(sessionKey))
      .setAuthTag(box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      const text = decipher.update(box.subarray(NONCE_BYTES + TAG_BYTES));
      return readTokens(JSON.parse(Buffer.concat([text, decipher.final()]).toString('utf8')));
    } catch {
      // Node gives the failed authentication no code; nothing else can fail here.
      return undefined;
    }
  }

  #key(): Buffer {
    const secret = this.#config.secret.reveal();
    return Buffer.from(hkdfSync('sha256', secret, '', 'pg-usher session tokens', 32));
  }
}

function boundTo(sessionKey: string): Buffer {
  return Buffer.from(`session-tokens\n${sessionKey}`);
}

function readTokens(value: unknown): SessionTokens | undefined {
  if (!isRecord(value)) return undefined;
  const { idToken, refreshToken } = value;
  if (typeof idToken !== 'string') return undefined;
  return typeof refreshToken === 'string' ? { idToken, refreshToken } : { idToken };
}
