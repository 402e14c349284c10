import { Browser } from '../../src/demo/browser.js';
import type { AuthApp } from './auth-app.js';

/** How an attempt to log in ended. */
export interface LoginOutcome {
  readonly browser: Browser;
  /** 302 when it worked. */
  readonly status: number;
  /** Of the problem, when it did not. */
  readonly code: string | undefined;
  readonly text: string;
  readonly headers: Headers;
  /** Where the last answer came from. */
  readonly url: URL;
}

/** Goes through the whole browser flow and back to the service; the page after it is not loaded. */
export async function logIn(
  app: AuthApp,
  browser = new Browser(),
  path = '/auth/login/oidc?returnTo=/done',
): Promise<LoginOutcome> {
  const start = app.url(path);
  const { url, response } = await browser.open(start, {}, (next) => next.pathname === '/done');
  return readOutcome(browser, url, response);
}

/** Begins to log in; gives the address at the service that the provider sends the browser to. */
export async function beginLogIn(
  app: AuthApp,
  browser: Browser,
  returnTo = '/done',
  provider = 'oidc',
): Promise<URL> {
  const start = app.url(`/auth/login/${provider}?returnTo=${encodeURIComponent(returnTo)}`);
  const toCallback = (next: URL): boolean => next.pathname.includes('/auth/callback/');
  const { response } = await browser.open(start, {}, toCallback);
  const location = response.headers.get('location');
  if (location === null) throw new Error(`No redirect: ${response.status}`);
  return new URL(location);
}

export async function finishLogIn(browser: Browser, callback: URL): Promise<LoginOutcome> {
  return readOutcome(browser, callback, await browser.fetch(callback));
}

/** True when the browser holds a session cookie. */
export function hasSession(browser: Browser, app: AuthApp): boolean {
  return browser.cookieHeader(app.url('/probe')).includes('usher_session=');
}

async function readOutcome(browser: Browser, url: URL, response: Response): Promise<LoginOutcome> {
  const text = await response.text();
  const { status, headers } = response;
  return { browser, status, headers, text, url, code: codeIn(text) };
}

export function codeIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { code?: string }).code;
  } catch {
    return undefined;
  }
}
