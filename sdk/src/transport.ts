import { ConnectionLostError, isProblem, ProblemError, UnexpectedAnswerError } from './errors.js';

type Provider = () => string | undefined | Promise<string | undefined>;

export interface ClientOptions {
  /**
   * Where the service is, for example `https://usher.example.com`. In a browser it may be left out:
   * then it is the page's own origin, with the page's cookie.
   */
  baseUrl?: string | undefined;
  /** An OpenID Connect access token for the service, or a function that is asked before each call. */
  token?: string | Provider | undefined;
  /** The `Cookie` header, for programs that keep a session themselves. Browsers send their own. */
  cookie?: Provider | undefined;
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
    this.#base = (options.baseUrl ?? '').replace(/\/+$/, '');
    if (this.#base === '' && !('location' in globalThis)) {
      throw new TypeError('Outside of a browser, createClient needs a baseUrl.');
    }
  }

  /**
   * The answer, once its headers are there. 304 is an answer as well.
   *
   * @throws ProblemError, ConnectionLostError, UnexpectedAnswerError; `signal.reason` when aborted
   */
  async send(request: HttpRequest): Promise<Response> {
    const init = await this.#init(request);
    const response = await this.#fetch(request, init);
    if (response.ok || response.status === 304) return response;
    throw await this.#failure(request, response);
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

  async #init({ method, headers, body, signal }: HttpRequest): Promise<StreamingInit> {
    const { token, cookie } = this.#options;
    const all = new Headers({ Accept: 'application/json' });
    const bearer = typeof token === 'function' ? await token() : token;
    if (bearer !== undefined) all.set('Authorization', `Bearer ${bearer}`);
    const cookies = await cookie?.();
    if (cookies !== undefined) all.set('Cookie', cookies);
    for (const [name, value] of Object.entries(headers ?? {})) {
      if (value !== undefined) all.set(name, value);
    }
    signal?.throwIfAborted();
    return {
      method,
      headers: all,
      credentials: 'same-origin',
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

  async #failure({ signal }: HttpRequest, response: Response): Promise<Error> {
    const text = await this.read(signal, response.text());
    const body = parse(text);
    return isProblem(body) ? this.problem(body, response) : new UnexpectedAnswerError(response);
  }
}

interface StreamingInit extends RequestInit {
  duplex?: 'half';
}

export function connectionLost(message: string, cause?: unknown): ConnectionLostError {
  return new ConnectionLostError(message, cause === undefined ? {} : { cause });
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
