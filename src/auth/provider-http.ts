import { readFile } from 'node:fs/promises';
import type { JSONWebKeySet } from 'jose';
import { errorCode } from '../common/error-code.js';
import type { OidcConfig } from '../config/config.js';
import { isLoopback } from '../config/urls.js';
import { alarmOfSkew } from './clock-check.js';
import {
  type FetchLimits,
  hardenedFetch,
  providerError,
  providerUnavailable,
} from './hardened-fetch.js';
import type { KeyTimes } from './key-store.js';
import { readIntrospection, readKeySet, readTokenAnswer } from './provider-answers.js';

/** How long the identity provider may take, in milliseconds; tests make it shorter. */
export interface ProviderTimeouts {
  readonly requestMs: number;
  readonly keySetMs: number;
  readonly keys?: Partial<KeyTimes>;
  /** After this the discovery document is asked for anew. */
  readonly discoveryMaxAgeMs?: number;
}
export const PROVIDER_TIMEOUTS = Symbol('PROVIDER_TIMEOUTS');
export const DEFAULT_TIMEOUTS: ProviderTimeouts = { requestMs: 5_000, keySetMs: 3_000 };

const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_DISCOVERY_BYTES = 256 * 1024;

type HeaderList = Headers | Record<string, string>;

/**
 * The four things that are fetched from a provider, each within its limits and each read before
 * a library sees it. All throw Problems `provider-…`, and `token` also `login-failed`.
 */
export class ProviderHttp {
  readonly #issuer: string;
  readonly #timeouts: ProviderTimeouts;
  readonly #ca: string | undefined;
  /** Only a provider on this machine may be spoken to without TLS. */
  readonly loopbackHttp: boolean;

  private constructor(issuer: string, timeouts: ProviderTimeouts, ca: string | undefined) {
    const { protocol, hostname } = new URL(issuer);
    this.loopbackHttp = protocol === 'http:' && isLoopback(hostname);
    this.#issuer = issuer;
    this.#timeouts = timeouts;
    this.#ca = ca;
  }

  /** Reads the provider's CA file where it has one, anew for each discovery. */
  static async open(
    { issuer, caFile }: OidcConfig,
    timeouts: ProviderTimeouts,
  ): Promise<ProviderHttp> {
    const ca = caFile === undefined ? undefined : await readCa(caFile);
    return new ProviderHttp(issuer, timeouts, ca);
  }

  async discovery(url: string, headers: HeaderList): Promise<Response> {
    const request = { what: 'discovery document', url, method: 'GET', headers };
    const answer = await hardenedFetch(request, this.limits(MAX_DISCOVERY_BYTES));
    alarmOfSkew(this.#issuer, answer.date);
    if (answer.status === 429 || answer.status === 503) throw providerUnavailable(request.what);
    return jsonResponse(answer.text, answer.status);
  }

  async token(url: string, headers: HeaderList, body: URLSearchParams): Promise<Response> {
    const request = { what: 'token endpoint', url, method: 'POST', headers, body };
    const answer = await hardenedFetch(request, this.limits(MAX_ANSWER_BYTES));
    const grant = body.get('grant_type') === 'refresh_token' ? 'refresh' : 'code';
    return jsonResponse(JSON.stringify(readTokenAnswer(answer, grant)));
  }

  /** For what is asked about a token at every request, so within the time of the key set. */
  async introspection(url: string, headers: HeaderList, body: URLSearchParams): Promise<Response> {
    const request = { what: 'introspection endpoint', url, method: 'POST', headers, body };
    const answer = await hardenedFetch(request, this.quickLimits());
    return jsonResponse(JSON.stringify(readIntrospection(answer)));
  }

  async keySet(url: string): Promise<JSONWebKeySet> {
    const headers = { accept: 'application/jwk-set+json, application/json' };
    const request = { what: 'key set', url, method: 'GET', headers };
    return readKeySet(await hardenedFetch(request, this.quickLimits()));
  }

  private quickLimits(): FetchLimits {
    return { ...this.limits(MAX_ANSWER_BYTES), timeoutMs: this.#timeouts.keySetMs };
  }

  private limits(maxBytes: number): FetchLimits {
    const { loopbackHttp } = this;
    return { maxBytes, timeoutMs: this.#timeouts.requestMs, loopbackHttp, ca: this.#ca };
  }
}

async function readCa(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw providerError('CA file', `cannot be read (${code})`, error);
  }
}

function jsonResponse(text: string, status = 200): Response {
  return new Response(text, { status, headers: { 'content-type': 'application/json' } });
}
