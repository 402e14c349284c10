import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { errorCode } from '../common/error-code.js';
import { Problem } from '../common/problem.js';
import { isLoopback } from '../config/urls.js';

/** What one request to the identity provider may cost. */
export interface FetchLimits {
  /** For the whole exchange: connect, headers and body. */
  readonly timeoutMs: number;
  /** Of the body; enforced while it is read. */
  readonly maxBytes: number;
  /** Plain http is allowed to a loopback address, as a provider on this machine needs it. */
  readonly loopbackHttp: boolean;
  /** PEM: the only authorities whose certificates are believed; Node's own list without it. */
  readonly ca?: string | undefined;
}

/** What is asked for; `what` names it in messages: `token endpoint`. */
export interface ProviderRequest {
  readonly what: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string> | Headers;
  readonly body?: string | URLSearchParams | undefined;
}

/** A complete answer of whatever status, read within the limits. */
export interface ProviderAnswer {
  readonly status: number;
  readonly text: string;
  /** The `Date` header. */
  readonly date: string | undefined;
}

const RETRY_AFTER_SECONDS = 5;

/** Codes of Node that mean: nobody is there, or they hung up. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * The only way to the identity provider: follows no redirect (a provider that redirects its token
 * endpoint would get our client secret sent elsewhere), reads no more than it may and waits no
 * longer than it should. A signal of the caller is not heeded, as the time limit here is stricter.
 *
 * @throws Problem `provider-timeout`, `provider-unavailable` or `provider-error`, nothing else
 */
export async function hardenedFetch(
  request: ProviderRequest,
  limits: FetchLimits,
): Promise<ProviderAnswer> {
  const { what, url } = request;
  if (!isAllowedUrl(url, limits.loopbackHttp))
    throw providerError(what, 'is not at an https address');
  const abort = new AbortController();
  const timer = setTimeout(() => {
    abort.abort();
  }, limits.timeoutMs);
  try {
    const response = await send(request, limits, abort.signal);
    const text = await readBody(response, what, limits.maxBytes);
    return { status: response.statusCode ?? 0, text, date: response.headers.date };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw abort.signal.aborted ? providerTimeout(what, limits.timeoutMs) : failure(what, error);
  } finally {
    clearTimeout(timer);
    // Also gives up a body that was not read to its end.
    abort.abort();
  }
}

/** https anywhere; http only where it is allowed and never leaves this machine. No credentials. */
export function isAllowedUrl(url: string, loopbackHttp: boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackHttp && isLoopback(hostname));
}

/**
 * One request on one connection. Not `fetch`, which takes no authorities for one request; and no
 * connection is kept, as one that the provider closes at the wrong moment looks like an outage.
 */
function send(
  { url, method, headers, body }: ProviderRequest,
  limits: FetchLimits,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const names = headers instanceof Headers ? Object.fromEntries(headers) : headers;
    const options = {
      method,
      headers: {
        ...(body instanceof URLSearchParams && {
          'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
        }),
        ...names,
        'accept-encoding': 'identity',
      },
      signal,
      agent: false,
    };
    const tls = { ca: limits.ca, minVersion: 'TLSv1.2', rejectUnauthorized: true } as const;
    const client = url.startsWith('https:')
      ? httpsRequest(url, { ...options, ...tls })
      : httpRequest(url, options);
    client.on('error', reject);
    client.on('response', (response) => {
      // What breaks while the body is read is thrown where it is read.
      response.on('error', () => undefined);
      resolve(response);
    });
    client.end(body?.toString());
  });
}

async function readBody(
  response: IncomingMessage,
  what: string,
  maxBytes: number,
): Promise<string> {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) throw providerError(what, 'answered with a redirect');
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw providerError(what, 'compressed its answer, unasked');
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    if (!(chunk instanceof Uint8Array)) throw providerError(what, 'sent no bytes');
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw providerError(what, `sent more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `The identity provider's token endpoint <fault>.` */
export function providerError(what: string, fault: string, cause?: unknown): Problem {
  return new Problem('provider-error', {
    detail: `The identity provider's ${what} ${fault}.`,
    owner: 'admin',
    cause,
  });
}

export function providerUnavailable(what: string, cause?: unknown): Problem {
  return new Problem('provider-unavailable', {
    detail: `The identity provider's ${what} could not be reached. Try again in a few seconds.`,
    owner: 'admin',
    retryAfter: RETRY_AFTER_SECONDS,
    cause,
  });
}

function providerTimeout(what: string, timeoutMs: number): Problem {
  return new Problem('provider-timeout', {
    detail: `The identity provider's ${what} did not answer within ${timeoutMs} ms.`,
    owner: 'admin',
    retryAfter: RETRY_AFTER_SECONDS,
  });
}

function failure(what: string, error: unknown): Problem {
  const code = errorCode(error);
  return code !== undefined && UNREACHABLE.has(code)
    ? providerUnavailable(what, error)
    : providerError(what, 'gave an answer that is not HTTP or not trustworthy', error);
}
