import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { Problem } from '../common/problem.js';
import { isRecord, TokenFault } from './claims.js';
import { providerError } from './hardened-fetch.js';

/** How long things of the key store last, in milliseconds; tests make it shorter. */
export interface KeyTimes {
  /** After this the keys are asked for anew, and what is not published any more is dropped. */
  readonly maxAgeMs: number;
  /** After a search that found nothing, so that invented `kid`s cost the provider nothing. */
  readonly cooldownMs: number;
  /** Between two attempts while the provider is away. */
  readonly retryMs: number;
}
export const DEFAULT_KEY_TIMES: KeyTimes = {
  maxAgeMs: 10 * 60_000,
  cooldownMs: 10_000,
  retryMs: 5_000,
};

export interface KeyStoreOptions extends KeyTimes {
  /** @throws Problem `provider-…` */
  readonly fetch: () => Promise<JSONWebKeySet>;
  /** How much longer than `maxAgeMs` keys are believed while they cannot be asked for. */
  readonly staleMs: number;
  /** A clock that never goes back, in milliseconds. */
  readonly now?: () => number;
}

interface KeySet {
  readonly select: JWTVerifyGetKey;
  readonly size: number;
  readonly fetchedAt: number;
  /** Which fetch it came from, counted from 1. */
  readonly serial: number;
}

/**
 * The public keys of one provider, for access tokens and ID tokens alike.
 *
 * A key that is not known is looked for at once, so a rotation is never in anybody's way; only
 * after a search that found nothing is the next one put off, for the cooldown: who sends invented
 * `kid`s can delay a rotation by that much, and cannot make us flood the provider. While the provider is away the
 * known keys stay good until `maxAgeMs + staleMs`; after that there are none, and nothing is
 * believed for want of a key.
 */
export class KeyStore {
  readonly #options: KeyStoreOptions;
  readonly #now: () => number;
  #keys: KeySet | undefined;
  #pending: Promise<KeySet> | undefined;
  #started = 0;
  #quietUntil = -Infinity;
  #trustUntil = -Infinity;
  /** Set while the last fetch has failed. */
  #failure: { readonly error: unknown; readonly retryAt: number } | undefined;

  constructor(options: KeyStoreOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /**
   * The key that a token names, for `jwtVerify`.
   *
   * @throws TokenFault, or an error of jose, when no key of the provider's fits the token
   * @throws Problem `provider-…` when the keys cannot be had or used
   */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    const startedBefore = this.#started;
    for (let keys = await this.#current(); ; keys = await this.#newer()) {
      try {
        return await selectKey(keys, header, token);
      } catch (error) {
        if (error instanceof Problem) this.#distrust(keys);
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        if (this.#now() < this.#quietUntil) throw error;
        // Keys that were asked for after the token came cannot be too old for it.
        if (keys.serial > startedBefore) {
          this.#quietUntil = this.#now() + this.#options.cooldownMs;
          throw error;
        }
      }
    }
  };

  async #current(): Promise<KeySet> {
    const keys = this.#keys;
    if (keys === undefined) return this.#fetch();
    const { maxAgeMs, staleMs } = this.#options;
    const age = this.#now() - keys.fetchedAt;
    if (age < maxAgeMs) return keys;
    if (age >= maxAgeMs + staleMs) {
      this.#keys = undefined;
      return this.#fetch();
    }
    if (this.#failure !== undefined) {
      // It is known to be away: nobody waits for what will most likely fail again.
      if (this.#now() >= this.#failure.retryAt) this.#fetch().catch(() => undefined);
      return keys;
    }
    try {
      return await this.#fetch();
    } catch (error) {
      if (error instanceof Problem) return keys;
      throw error;
    }
  }

  /** Keys that cannot be used are asked for anew when they are next needed, now and then. */
  #distrust(keys: KeySet): void {
    const now = this.#now();
    if (keys !== this.#keys || now < this.#trustUntil) return;
    this.#trustUntil = now + this.#options.retryMs;
    this.#keys = { ...keys, fetchedAt: now - this.#options.maxAgeMs };
  }

  async #newer(): Promise<KeySet> {
    const failure = this.#failure;
    if (failure !== undefined && this.#now() < failure.retryAt) throw failure.error;
    return this.#fetch();
  }

  /** Joins the fetch that is under way, if one is. */
  #fetch(): Promise<KeySet> {
    this.#pending ??= this.#fetchNow().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #fetchNow(): Promise<KeySet> {
    const serial = ++this.#started;
    const fetchedAt = this.#now();
    try {
      const set = await this.#options.fetch();
      this.#keys = { select: createLocalJWKSet(set), size: set.keys.length, fetchedAt, serial };
      this.#failure = undefined;
      return this.#keys;
    } catch (error) {
      this.#failure = { error, retryAt: this.#now() + this.#options.retryMs };
      throw error;
    }
  }
}

async function selectKey(
  keys: KeySet,
  ...[header, token]: Parameters<JWTVerifyGetKey>
): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
  try {
    const key = await keys.select(header, token);
    if (header.kid === undefined && keys.size > 1) {
      throw new TokenFault('no "kid", and the provider has several keys');
    }
    if (isTooShort(key)) throw new TypeError('an RSA key of less than 2048 bits');
    return key;
  } catch (error) {
    throw isFaultOfToken(error, header.kid)
      ? error
      : providerError('key set', 'has a key that cannot be used', error);
  }
}

/** RFC 7518, section 3.3. */
function isTooShort(key: object): boolean {
  const algorithm: unknown = 'algorithm' in key ? key.algorithm : undefined;
  if (!isRecord(algorithm)) return false;
  const bits = algorithm['modulusLength'];
  return typeof bits === 'number' && bits < 2048;
}

/** Two keys of one `kid` are the provider's fault; several that fit where none is named are not. */
function isFaultOfToken(error: unknown, kid: string | undefined): boolean {
  return (
    error instanceof TokenFault ||
    error instanceof errors.JWKSNoMatchingKey ||
    (error instanceof errors.JWKSMultipleMatchingKeys && kid === undefined)
  );
}
