const MOST_REDIRECTS = 20;

interface Cookie {
  value: string;
  path: string;
}

/** Where following redirects has led to. */
export interface Page {
  url: URL;
  response: Response;
}

/**
 * As much of a browser as a sign-in needs: fetch with a cookie jar, redirects followed one by one.
 * As in a browser, cookies belong to a host whatever its port. `Secure` and `SameSite` are ignored.
 */
export class Browser {
  readonly #jar = new Map<string, Map<string, Cookie>>();

  /** One request with the cookies that belong to it; redirects are not followed. */
  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url);
    const headers = new Headers(init.headers);
    const cookie = this.cookieHeader(target);
    if (cookie !== '') headers.set('Cookie', cookie);
    const response = await fetch(target, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(target.hostname, line);
    return response;
  }

  /**
   * Requests a page and follows where it leads to; a redirect is followed with GET.
   *
   * @param until stops before that address is requested, and returns the redirect to it.
   */
  async open(
    url: string | URL,
    init: RequestInit = {},
    until: (next: URL) => boolean = () => false,
  ): Promise<Page> {
    let here = new URL(url);
    let response = await this.fetch(here, init);
    for (let count = 0; count < MOST_REDIRECTS; count++) {
      const location = response.headers.get('Location');
      if (location === null || response.status < 300 || response.status > 399) {
        return { url: here, response };
      }
      const next = new URL(location, here);
      if (until(next)) return { url: here, response };
      await response.body?.cancel();
      here = next;
      response = await this.fetch(here);
    }
    throw new Error(
      `More than ${String(MOST_REDIRECTS)} redirects; the last was to ${here.origin}.`,
    );
  }

  /** The `Cookie` header for a request to that address; empty when there is none. */
  cookieHeader(url: string | URL): string {
    const { hostname, pathname } = new URL(url);
    return [...(this.#jar.get(hostname) ?? [])]
      .filter(([, { path }]) => `${pathname}/`.startsWith(path === '/' ? path : `${path}/`))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }

  #keep(host: string, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf('='));
    const get = (wanted: string): string | undefined =>
      attributes
        .find((one) => one.toLowerCase().startsWith(`${wanted}=`))
        ?.slice(wanted.length + 1);
    const cookies = this.#jar.get(host) ?? new Map<string, Cookie>();
    this.#jar.set(host, cookies);
    const maxAge = get('max-age');
    const expires = maxAge === undefined ? Date.parse(get('expires') ?? '') : Number(maxAge) * 1000;
    const over = maxAge === undefined ? expires <= Date.now() : expires <= 0;
    if (over) cookies.delete(name);
    else cookies.set(name, { value: pair.slice(pair.indexOf('=') + 1), path: get('path') ?? '/' });
  }
}
