import { createHash, randomBytes } from 'node:crypto';
import { Browser, type Page } from './browser.js';
import { CLI_CLIENT_ID, CLI_REDIRECT_URI } from './identity-provider.js';
import { isRecord } from './records.js';

/** What is to be known of a provider in order to get tokens from it. */
export interface TokenSource {
  issuer: string;
  audience: string;
}

export interface Tokens {
  /** A JWT for the API. */
  accessToken: string;
  idToken: string;
}

/** Gets an access token for the API as that person; the whole code flow with PKCE, no browser. */
export async function fetchAccessToken(provider: TokenSource, person: string): Promise<string> {
  return (await fetchTokens(provider, person)).accessToken;
}

/** Like `fetchAccessToken`, with the ID token. */
export async function fetchTokens(provider: TokenSource, person: string): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const authorization = new URL(`${provider.issuer}/auth`);
  authorization.search = new URLSearchParams({
    client_id: CLI_CLIENT_ID,
    redirect_uri: CLI_REDIRECT_URI,
    response_type: 'code',
    scope: 'openid profile email groups',
    resource: provider.audience,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state,
  }).toString();
  const isCallback = (next: URL): boolean => next.href.startsWith(`${CLI_REDIRECT_URI}?`);
  const { response } = await signIn({ browser: new Browser(), person }, authorization, isCallback);
  const callback = new URL(response.headers.get('Location') ?? '', authorization);
  const code = callback.searchParams.get('code');
  if (code === null || callback.searchParams.get('state') !== state) {
    throw new Error(`The provider gave no code: ${callback.search}`);
  }
  return redeem(provider, code, verifier);
}

/** A browser that is signed in, and the page where that ended. */
export interface SignedIn extends Page {
  browser: Browser;
}

/**
 * Starts at the service's login address and goes, as a browser does, through the provider's page
 * and the service's callback to wherever the service leads then. Whether the service accepted the
 * person is for the caller to see in `response`.
 *
 * @param browser a new one unless told; give one that is signed in to see single sign-on.
 */
export async function signInWithBrowserFlow(
  loginUrl: string | URL,
  person: string,
  browser = new Browser(),
): Promise<SignedIn> {
  return { browser, ...(await signIn({ browser, person }, loginUrl)) };
}

/** Opens an address and, where that leads to the provider's sign-in page, clicks on the person. */
async function signIn(
  { browser, person }: { browser: Browser; person: string },
  url: string | URL,
  until?: (next: URL) => boolean,
): Promise<Page> {
  const page = await browser.open(url, {}, until);
  if (!page.url.pathname.startsWith('/sign-in/')) return page;
  const html = await page.response.text();
  if (!html.includes(`value="${person}"`)) {
    throw new Error(`The identity provider does not know "${person}".`);
  }
  return browser.open(page.url, { method: 'POST', body: new URLSearchParams({ person }) }, until);
}

async function redeem(provider: TokenSource, code: string, verifier: string): Promise<Tokens> {
  const response = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CLI_CLIENT_ID,
      redirect_uri: CLI_REDIRECT_URI,
      resource: provider.audience,
      code_verifier: verifier,
      code,
    }),
  });
  const body: unknown = await response.json();
  if (isRecord(body)) {
    const { access_token: accessToken, id_token: idToken } = body;
    if (typeof accessToken === 'string' && typeof idToken === 'string') {
      return { accessToken, idToken };
    }
  }
  throw new Error(`The provider gave no tokens: ${JSON.stringify(body)}`);
}
