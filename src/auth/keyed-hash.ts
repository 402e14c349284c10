import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../config/config.js';

/** What a hash is for, so that one that was made for a thing is of no use for another. */
type Purpose =
  'session' | 'session-row' | 'login-state' | 'login-browser' | 'password-name' | 'logout-token';

const RANDOM_ID = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits as 43 characters that are safe in a cookie and in a URL. */
export function randomId(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether the value has the form that {@link randomId} gives; says nothing about its worth. */
export function isRandomId(value: unknown): value is string {
  return typeof value === 'string' && RANDOM_ID.test(value);
}

/**
 * HMAC-SHA-256 keyed by `SESSION_SECRET`. Browsers hold the random value, our database only its
 * hash: who reads the database has nothing to put into a cookie, and who writes to it cannot make
 * a row that any cookie opens, for want of the key.
 */
@Injectable()
export class KeyedHash {
  readonly #config: AppConfig['session'];

  constructor(@Inject(APP_CONFIG) config: AppConfig) {
    this.#config = config.session;
  }

  of(purpose: Purpose, value: string): string {
    return createHmac('sha256', this.#config.secret.reveal())
      .update(`${purpose}\n${value}`)
      .digest('base64url');
  }

  /** Compares in constant time. */
  matches(hash: string, purpose: Purpose, value: string): boolean {
    const expected = Buffer.from(this.of(purpose, value));
    const actual = Buffer.from(hash);
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  }
}
