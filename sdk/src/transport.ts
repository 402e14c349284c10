import {
  ConnectionLostError,
  isProblem,
  type Problem,
  ProblemError,
  UnexpectedAnswerError,
} from './errors.js';

type Given = string | undefined | Promise<string | undefined>;

/** What a token is asked for with. */
export interface TokenRequest {
  /**
   * The token that the service has just refused, when one is asked for to take its place; undefined
   * before a call.
   */
  readonly refused: string | undefined;
}

export interface ClientOptions {
  /**
   * Where the service is, for example `https://usher.example.com`, with a path where a proxy has it
   * under one. In a browser it may be left out: then it is the page's own origin, with the page's cookie.
   */
  baseUrl?: string | undefined;
  /**
   * An OpenID Connect access token for the service, or a function that is asked before each call. It is
   * asked once more where the service refuses its token, and the call is sent again with another one;
   * nothing has been done then. A call whose body is a stream is not sent again.
   */
  token?: string | ((request: TokenRequest) => Given) | undefined;
  /** The `Cookie` header, for programs that keep a session themselves. Browsers send their own. */
  cookie?: (() => Given) | undefined;
  /** In the place of the global `fetch`. */
  fetch?: typeof fetch | undefined;
  /** Hears of every problem before it is thrown, a 401 included. */
  onProblem?: ((error: ProblemError) => void) | undefined;
  /** Whether a GET that found no service is sent a second time. False when left out. */
  retryReads?: boolean | undefined;
}

export interface HttpRequest {
  readonly method: string;
  /** With its query string, from `/`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: RequestInit['body'] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sends requests as the caller, and turns whatever goes wrong into one of the errors. */
export class Transport {
  readonly #options: ClientOptions;
  readonly #base: string;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#base = toBase(options.baseUrl);
  }

  /**
   * The answer, once its headers are there. 304 is an answer as well.
   *
   * @throws ProblemError, ConnectionLostError, UnexpectedAnswerError; `signal.reason` when aborted
   */
  async send(request: HttpRequest): Promise<Response> {
    const token = await this.#token(undefined);
    const response = await this.#exchange(request, token);
    if (isGood(response)) return response;
    const problem = await this.#problemIn(request, response);
    const other = await this.#tokenInPlaceOf(token, request, problem);
    if (other === undefined) throw this.#failure(response, problem);
    const again = await this.#exchange(request, other);
    if (isGood(again)) return again;
    throw this.#failure(again, await this.#problemIn(request, again));
  }

  /**
   * A body, read.
   *
   * @throws ConnectionLostError when it breaks off; `signal.reason` when aborted
   */
  async read<Value>(signal: AbortSignal | undefined, body: Promise<Value>): Promise<Value> {
    try {
      return await body;
    } catch (error) {
      signal?.throwIfAborted();
      throw connectionLost('The connection broke before the answer was whole.', error);
    }
  }

  /** The error of a problem that has been read, of which `onProblem` has heard. */
  problem(...[problem, response]: ConstructorParameters<typeof ProblemError>): ProblemError {
    const error = new ProblemError(problem, response);
    this.#options.onProblem?.(error);
    return error;
  }

  async #token(refused: string | undefined): Promise<string | undefined> {
    const { token } = this.#options;
    return typeof token === 'function' ? token({ refused }) : token;
  }

  /**
   * `unauthenticated` alone says that nothing has been begun. `session-ended` is a 401 as well, and of a
   * statement that ran.
   */
  async #tokenInPlaceOf(
    refused: string | undefined,
    { body }: HttpRequest,
    problem: Problem | undefined,
  ): Promise<string | undefined> {
    const isRefusal = refused !== undefined && problem?.code === 'unauthenticated';
    if (!isRefusal || body instanceof ReadableStream) return undefined;
    const token = await this.#token(refused);
    return token === refused ? undefined : token;
  }

  async #exchange(request: HttpRequest, token: string | undefined): Promise<Response> {
    return this.#fetch(request, await this.#init(request, token));
  }

  async #init(
    { method, headers, body, signal }: HttpRequest,
    token: string | undefined,
  ): Promise<StreamingInit> {
    const all = new Headers({ Accept: 'application/json' });
    if (token !== undefined) all.set('Authorization', `Bearer ${token}`);
    const cookies = await this.#options.cookie?.();
    if (cookies !== undefined) all.set('Cookie', cookies);
    for (const [name, value] of Object.entries(headers ?? {})) {
      if (value !== undefined) all.set(name, value);
    }
    signal?.throwIfAborted();
    return {
      method,
      headers: all,
      credentials: 'same-origin',
      // Followed, a POST becomes a GET, and loses its Authorization on the way to another origin.
      redirect: 'manual',
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : { body }),
      // The Fetch standard asks for it where a body is a stream.
      ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
    };
  }

  async #fetch({ method, path, signal }: HttpRequest, init: StreamingInit): Promise<Response> {
    // A browser's fetch refuses to be called as the method of another object.
    const send = this.#options.fetch ?? globalThis.fetch.bind(globalThis);
    const mayRepeat = method === 'GET' && this.#options.retryReads === true;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await send(`${this.#base}${path}`, init);
      } catch (error) {
        signal?.throwIfAborted();
        if (!mayRepeat || attempt > 1) throw connectionLost('The service was not reached.', error);
      }
    }
  }

  async #problemIn({ signal }: HttpRequest, response: Response): Promise<Problem | undefined> {
    const body = parse(await this.read(signal, response.text()));
    return isProblem(body) ? body : undefined;
  }

  #failure(response: Response, problem: Problem | undefined): Error {
    return problem === undefined
      ? new UnexpectedAnswerError(response)
      : this.problem(problem, response);
  }
}

interface StreamingInit extends RequestInit {
  duplex?: 'half';
}

export function connectionLost(message: string, cause?: unknown): ConnectionLostError {
  return new ConnectionLostError(message, cause === undefined ? {} : { cause });
}

/** @throws TypeError for what cannot be the beginning of an address */
function toBase(baseUrl = ''): string {
  const base = baseUrl.replace(/\/+$/, '');
  if (base === '' || base.startsWith('/')) {
    if ('location' in globalThis) return base;
    throw new TypeError('Outside of a browser, createClient needs a baseUrl with its https://.');
  }
  if (isHttpAddress(base)) return base;
  throw new TypeError(
    'baseUrl must be an address such as https://usher.example.com, without a user, a query or a fragment.',
  );
}

function isHttpAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}` === '' && !/[?#]/.test(text);
}

function isGood({ ok, status }: Response): boolean {
  return ok || status === 304;
}

/** Whether the body is of a media type. */
export function hasType(response: Response, type: string): boolean {
  return response.headers.get('Content-Type')?.startsWith(type) === true;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
