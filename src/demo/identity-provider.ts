import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';
import type Provider from 'oidc-provider';
import type { ClientMetadata } from 'oidc-provider';
import { PEOPLE, type Person, subjectOf } from './people.js';
import { providerConfiguration } from './provider-configuration.js';
import { ProviderStorage } from './provider-storage.js';
import { PAGE_HEADERS, messagePage, signInPage } from './sign-in-page.js';

/** What access tokens for our API name as their audience. */
export const AUDIENCE = 'urn:pg-usher:api';
export const CLIENT_ID = 'pg-usher';
/** The public client of command line tools: PKCE, no secret, any port of 127.0.0.1. */
export const CLI_CLIENT_ID = 'pg-usher-cli';
export const CLI_REDIRECT_URI = 'http://127.0.0.1/cb';

const HOST = '127.0.0.1';
const LARGEST_FORM = 4096;

export interface IdentityProviderOptions {
  /** A free one unless told. */
  port?: number;
  /** Known beside alice, bob, carol, postgres and dana; one of the same name takes their place. */
  people?: readonly Person[];
  redirectUris?: readonly string[];
  postLogoutRedirectUris?: readonly string[];
}

/** Answers a request in the provider's place and returns true, or leaves it alone. */
export type Intercept = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Starts a real OpenID Connect provider on loopback. */
export async function startIdentityProvider(
  options: IdentityProviderOptions = {},
): Promise<IdentityProvider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'demo', alg: 'RS256', use: 'sig' };
  const provider = new IdentityProvider(options, key);
  await provider.start();
  return provider;
}

/**
 * `oidc-provider` with one-click sign-in. Consent is given without asking; PKCE is required.
 *
 * Every claim of a person is in the ID token (whatever the scope for those that are ours, by
 * `profile`, `email` and `groups` for the others) and in access tokens for our audience.
 */
export class IdentityProvider {
  readonly audience = AUDIENCE;
  readonly clientId = CLIENT_ID;
  readonly clientSecret = randomBytes(24).toString('base64url');
  /** For tests: answers instead of the provider, for as long as it is set. */
  intercept: Intercept | undefined;
  readonly #people = new Map<string, Person>();
  readonly #storage = new ProviderStorage();
  readonly #key: JWK;
  readonly #cookieKey = randomBytes(24).toString('base64url');
  readonly #redirectUris: Set<string>;
  readonly #postLogoutRedirectUris: Set<string>;
  #backchannelLogoutUri: string | undefined;
  #port: number;
  #provider: Provider | undefined;
  #server: Server | undefined;

  constructor(options: IdentityProviderOptions, key: JWK) {
    this.#key = key;
    this.#port = options.port ?? 0;
    this.#redirectUris = new Set(options.redirectUris);
    this.#postLogoutRedirectUris = new Set(options.postLogoutRedirectUris);
    for (const person of [...PEOPLE, ...(options.people ?? [])]) this.setPerson(person);
    this.#registerClients();
  }

  get port(): number {
    return this.#port;
  }

  get issuer(): string {
    return `http://${HOST}:${String(this.#port)}`;
  }

  /** Adds a person, or changes what the next token says about one. */
  setPerson(person: Person): void {
    this.#people.set(person.name, person);
    // Which claims there are is part of the provider's configuration; all its state is ours.
    this.#provider = undefined;
  }

  /**
   * Lets the service's client come back to that address. Of several services with an address for
   * back-channel logout, the last one is told.
   */
  allowRedirect(
    redirectUri: string,
    postLogoutRedirectUri?: string,
    backchannelLogoutUri?: string,
  ): void {
    this.#redirectUris.add(redirectUri);
    this.#backchannelLogoutUri = backchannelLogoutUri ?? this.#backchannelLogoutUri;
    if (postLogoutRedirectUri !== undefined) {
      this.#postLogoutRedirectUris.add(postLogoutRedirectUri);
    }
    this.#registerClients();
  }

  /**
   * Signs anything with the provider's own key, for tests of those who verify tokens. The header
   * is that of an access token unless told; no claim is added.
   */
  sign(
    claims: Record<string, unknown>,
    header: Partial<JWTHeaderParameters> = {},
  ): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'demo', ...header })
      .sign(this.#key);
  }

  /** Listens; after `stop()` at the same port, with the same keys, sessions and people. */
  async start(): Promise<void> {
    if (this.#server) return;
    const server = createServer((request, response) => {
      void this.#answer(request, response);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, HOST, resolve);
    });
    this.#server = server;
    const address = server.address();
    if (typeof address === 'object' && address) this.#port = address.port;
    this.#provider ??= await this.#createProvider();
  }

  /** Stops listening and cuts every connection at once. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }

  #registerClients(): void {
    const common: Partial<ClientMetadata> = {
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
    };
    this.#storage.setClient({
      ...common,
      client_id: CLIENT_ID,
      client_name: 'pg-usher',
      client_secret: this.clientSecret,
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: [...this.#redirectUris],
      post_logout_redirect_uris: [...this.#postLogoutRedirectUris],
      // Puts the provider's session into ID tokens, as `sid`.
      backchannel_logout_session_required: true,
      ...(this.#backchannelLogoutUri !== undefined && {
        backchannel_logout_uri: this.#backchannelLogoutUri,
      }),
    });
    this.#storage.setClient({
      ...common,
      client_id: CLI_CLIENT_ID,
      client_name: 'pg-usher command line',
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: [CLI_REDIRECT_URI],
    });
  }

  async #createProvider(): Promise<Provider> {
    const OidcProvider = await loadProvider();
    const provider = new OidcProvider(
      this.issuer,
      providerConfiguration({
        key: this.#key,
        cookieKey: this.#cookieKey,
        storage: this.#storage,
        audience: AUDIENCE,
        defaultAudienceFor: CLI_CLIENT_ID,
        claimsOf: (sub) => this.#bySubject(sub)?.claims,
        claimNames: () => [...this.#people.values()].flatMap(({ claims }) => Object.keys(claims)),
      }),
    );
    // Koa would print every broken request; what matters is in the answer.
    provider.silent = true;
    return provider;
  }

  #bySubject(sub: string): Person | undefined {
    return [...this.#people.values()].find((person) => subjectOf(person) === sub);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (this.intercept?.(request, response)) return;
      const provider = (this.#provider ??= await this.#createProvider());
      if (request.url?.startsWith('/sign-in/')) await this.#signIn(provider, request, response);
      else await provider.callback()(request, response);
    } catch {
      // Mostly a sign-in page that was left open for too long.
      response.writeHead(400, PAGE_HEADERS);
      response.end(messagePage('That did not work', 'Please start again where you came from.'));
    }
  }

  async #signIn(
    provider: Provider,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const details = await provider.interactionDetails(request, response);
    const { client_id: clientId, scope } = details.params;
    let sub = details.session?.accountId;
    if (details.prompt.name === 'login') {
      const form = request.method === 'POST' ? await readForm(request) : undefined;
      const person = this.#people.get(form?.get('person') ?? '');
      if (!person) {
        response.writeHead(200, PAGE_HEADERS);
        response.end(signInPage([...this.#people.keys()]));
        return;
      }
      sub = subjectOf(person);
    }
    const grant = new provider.Grant({
      clientId: String(clientId),
      ...(sub && { accountId: sub }),
    });
    grant.addOIDCScope(String(scope));
    await provider.interactionFinished(request, response, {
      ...(details.prompt.name === 'login' && sub && { login: { accountId: sub } }),
      consent: { grantId: await grant.save() },
    });
  }
}

/**
 * Loads `oidc-provider` without its remark on Node 20, which it runs on and is tested with. Other
 * messages pass, and the console is as before when the module is there.
 */
async function loadProvider(): Promise<typeof Provider> {
  const warn = console.warn.bind(console);
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('Unsupported runtime')) warn(...words);
  };
  try {
    return (await import('oidc-provider')).default;
  } finally {
    console.warn = warn;
  }
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > LARGEST_FORM) throw new Error('The form is too large.');
  }
  return new URLSearchParams(body);
}
