import { isLoopback } from '../config/urls.js';
import { type FetchLimits, hardenedFetch, providerUnavailable } from './hardened-fetch.js';
import { readKeySet, readTokenAnswer } from './provider-answers.js';

/** How long the identity provider may take, in milliseconds; tests make it shorter. */
export interface ProviderTimeouts {
  readonly requestMs: number;
  readonly keySetMs: number;
}
export const PROVIDER_TIMEOUTS = Symbol('PROVIDER_TIMEOUTS');
export const DEFAULT_TIMEOUTS: ProviderTimeouts = { requestMs: 5_000, keySetMs: 3_000 };

const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_DISCOVERY_BYTES = 256 * 1024;

type HeaderList = Headers | Record<string, string>;

/**
 * The three things that are fetched from the provider, each within its limits and each read before
 * a library sees it. All throw Problems `provider-…`, and `token` also `login-failed`.
 */
export class ProviderHttp {
  readonly #timeouts: ProviderTimeouts;
  /** Only a provider on this machine may be spoken to without TLS. */
  readonly loopbackHttp: boolean;

  constructor(issuer: string, timeouts: ProviderTimeouts) {
    const { protocol, hostname } = new URL(issuer);
    this.loopbackHttp = protocol === 'http:' && isLoopback(hostname);
    this.#timeouts = timeouts;
  }

  async discovery(url: string, headers: HeaderList): Promise<Response> {
    const request = { what: 'discovery document', url, method: 'GET', headers };
    const answer = await hardenedFetch(request, this.limits(MAX_DISCOVERY_BYTES));
    if (answer.status === 429 || answer.status === 503) throw providerUnavailable(request.what);
    return jsonResponse(answer.text, answer.status);
  }

  async token(url: string, headers: HeaderList, body: URLSearchParams): Promise<Response> {
    const request = { what: 'token endpoint', url, method: 'POST', headers, body };
    const answer = await hardenedFetch(request, this.limits(MAX_ANSWER_BYTES));
    return jsonResponse(JSON.stringify(readTokenAnswer(answer)));
  }

  async keySet(url: string, headers: HeaderList): Promise<Response> {
    const request = { what: 'key set', url, method: 'GET', headers };
    const limits = { ...this.limits(MAX_ANSWER_BYTES), timeoutMs: this.#timeouts.keySetMs };
    return jsonResponse(JSON.stringify(readKeySet(await hardenedFetch(request, limits))));
  }

  private limits(maxBytes: number): FetchLimits {
    return { maxBytes, timeoutMs: this.#timeouts.requestMs, loopbackHttp: this.loopbackHttp };
  }
}

function jsonResponse(text: string, status = 200): Response {
  return new Response(text, { status, headers: { 'content-type': 'application/json' } });
}
