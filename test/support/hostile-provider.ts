import { createHash, type KeyObject, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import type { ClientAuthMethod } from '../../src/config/config.js';

export const CLIENT_ID = 'usher-client';
export const CLIENT_SECRET = 'a secret: with+characters/to=escape';
export const AUDIENCE = 'urn:usher:api';

export type Json = Record<string, unknown>;

/** What an endpoint does instead of answering well. */
export type Reply =
  | { status?: number; headers?: Record<string, string>; body: string | Buffer }
  | 'hang'
  | 'hang-in-body'
  | 'reset'
  | 'garbage'
  | 'endless';

/** Where the provider departs from the protocol; an empty one is an honest provider. */
export interface Behaviour {
  discovery?: (document: Json) => Reply | Json;
  keySet?: (keys: JWK[]) => Reply | Json;
  /** Changes the parameters of the redirect back to the service. */
  callback?: (parameters: URLSearchParams) => void;
  claims?: (claims: Json) => Json;
  header?: (header: Json) => Json;
  /** Makes the ID token itself, of whatever type. */
  idToken?: (claims: Json, provider: HostileProvider) => unknown;
  token?: (answer: Json) => Reply | Json;
  /** What is said about an opaque access token. */
  introspect?: (token: string) => Reply | Json;
}

export interface HostileOptions {
  /** Speaks https with this. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Another realm at the same address, under a path of its own: `/realms/two`. */
  readonly realm?: { readonly of: HostileProvider; readonly path: string };
}

interface Grant {
  readonly nonce: string | null;
  readonly challenge: string | null;
  readonly redirectUri: string | null;
}

export interface KeyPair {
  readonly kid: string;
  readonly alg: string;
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/**
 * An identity provider that signs whoever asks in at once, checks the client and PKCE as a real
 * one does, and can be told to answer anything anywhere.
 */
export class HostileProvider {
  behaviour: Behaviour = {};
  /** What the person's tokens say besides the standard claims. */
  person: Json = { sub: 'subject-of-alice', db_user: 'alice', groups: ['sales'] };
  /** Requests by path, since the start. */
  readonly requests = new Map<string, number>();
  /** What the last authorization request asked for. */
  lastAuthorization = new URLSearchParams();
  /** Why the token endpoint last refused. */
  lastRefusal: string | undefined;
  /** How a client has to prove who it is at the token endpoint, and with which key. */
  clientAuth: ClientAuthMethod = 'client_secret_basic';
  clientKey: KeyObject | undefined;
  /** Assertions that were used; none is taken twice. */
  readonly #assertions = new Set<string>();
  readonly #grants = new Map<string, Grant>();
  readonly #realms: HostileProvider[] = [];
  #server: Server | undefined;
  #port = 0;

  private constructor(
    public key: KeyPair,
    readonly ecKey: KeyPair,
    readonly foreignKey: KeyPair,
    public publicKeys: JWK[],
    private readonly options: HostileOptions,
  ) {}

  static async start(options: HostileOptions = {}): Promise<HostileProvider> {
    const [key, ecKey, foreignKey] = await Promise.all([
      makeKey('RS256', 'rsa'),
      makeKey('ES256', 'ec'),
      makeKey('RS256', 'rsa'),
    ]);
    const publicKeys = await Promise.all([toJwk(key), toJwk(ecKey)]);
    const provider = new HostileProvider(key, ecKey, foreignKey, publicKeys, options);
    if (options.realm === undefined) await provider.listen();
    else options.realm.of.#realms.push(provider);
    return provider;
  }

  get issuer(): string {
    const { realm, tls } = this.options;
    if (realm !== undefined) return `${realm.of.issuer}${realm.path}`;
    return `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.#port}`;
  }

  /** Signs with a new key from now on, and publishes it; the old one stays published if asked. */
  async rotate(kid: string, keepOld: boolean): Promise<void> {
    const next = await makeKey('RS256', kid);
    const published = [await toJwk(next), await toJwk(this.ecKey)];
    this.publicKeys = keepOld ? [await toJwk(this.key), ...published] : published;
    this.key = next;
  }

  get discoveryDocument(): Json {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      introspection_endpoint: `${this.issuer}/introspect`,
      userinfo_endpoint: `${this.issuer}/userinfo`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256', 'HS256', 'none'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  /** Listens again after `stop`, at the same port. */
  async listen(): Promise<void> {
    const { tls } = this.options;
    const server = tls === undefined ? createServer() : createTlsServer(tls);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.answer(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  /** A good access token's claims, for tests to spoil. */
  accessClaims(now = Math.floor(Date.now() / 1000)): Json {
    const { issuer, person } = this;
    return { ...person, iss: issuer, aud: AUDIENCE, iat: now, exp: now + 300, client_id: 'cli' };
  }

  async sign(claims: Json, header: Json = {}, key = this.key): Promise<string> {
    const protectedHeader = { alg: key.alg, kid: key.kid, ...header };
    return new SignJWT(claims).setProtectedHeader(protectedHeader).sign(key.privateKey);
  }

  accessToken(claims: Json = this.accessClaims(), header: Json = {}): Promise<string> {
    return this.sign(claims, { typ: 'at+jwt', ...header });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.issuer);
    const realm = this.#realms.find(({ options: { realm: own } }) =>
      url.pathname.startsWith(`${own?.path ?? ''}/`),
    );
    if (realm !== undefined) {
      await realm.answer(request, response);
      return;
    }
    const path = url.pathname.slice(this.options.realm?.path.length ?? 0);
    this.requests.set(path, (this.requests.get(path) ?? 0) + 1);
    switch (path) {
      case '/.well-known/openid-configuration': {
        const document = this.discoveryDocument;
        send(response, this.behaviour.discovery?.(document) ?? document);
        return;
      }
      case '/jwks': {
        const keys = structuredClone(this.publicKeys);
        send(response, this.behaviour.keySet?.(keys) ?? { keys });
        return;
      }
      case '/authorize': {
        this.authorize(url.searchParams, response);
        return;
      }
      case '/token': {
        send(response, await this.token(request, await readForm(request)));
        return;
      }
      case '/introspect': {
        const form = await readForm(request);
        const refused = await this.refuseClient(request, form);
        const answer = this.behaviour.introspect?.(form.get('token') ?? '') ?? { active: false };
        send(response, refused ? { status: 401, body: '{"error":"invalid_client"}' } : answer);
        return;
      }
      default: {
        send(response, { status: 404, body: 'nothing here' });
        return;
      }
    }
  }

  private authorize(query: URLSearchParams, response: ServerResponse): void {
    this.lastAuthorization = query;
    const code = randomBytes(16).toString('base64url');
    this.#grants.set(code, {
      nonce: query.get('nonce'),
      challenge: query.get('code_challenge'),
      redirectUri: query.get('redirect_uri'),
    });
    const back = new URL(query.get('redirect_uri') ?? this.issuer);
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    back.searchParams.set('iss', this.issuer);
    this.behaviour.callback?.(back.searchParams);
    response.writeHead(302, { Location: back.href }).end();
  }

  private async token(request: IncomingMessage, form: URLSearchParams): Promise<Reply | Json> {
    const code = form.get('code') ?? '';
    const grant = this.#grants.get(code);
    this.#grants.delete(code);
    if (await this.refuseClient(request, form)) {
      this.lastRefusal = 'client';
      return { status: 401, body: JSON.stringify({ error: 'invalid_client' }) };
    }
    this.lastRefusal = refusal(form, grant);
    if (this.lastRefusal !== undefined || grant === undefined) {
      return { status: 400, body: JSON.stringify({ error: 'invalid_grant' }) };
    }
    const answer: Json = {
      access_token: 'opaque',
      token_type: 'Bearer',
      expires_in: 300,
      id_token: await this.idToken(grant),
    };
    return this.behaviour.token?.(answer) ?? answer;
  }

  /** True unless the client has proved who it is by the one method that it is registered for. */
  private async refuseClient(request: IncomingMessage, form: URLSearchParams): Promise<boolean> {
    const shown = {
      basic: request.headers.authorization !== undefined,
      secret: form.has('client_secret'),
      assertion: form.has('client_assertion'),
    };
    const wanted = {
      client_secret_basic: 'basic',
      client_secret_post: 'secret',
      private_key_jwt: 'assertion',
      none: '',
    }[this.clientAuth];
    if (Object.entries(shown).some(([name, there]) => there !== (name === wanted))) return true;
    if (this.clientAuth === 'client_secret_basic') return !isOurs(request.headers.authorization);
    if (this.clientAuth === 'private_key_jwt') {
      return !(await this.isGoodAssertion(form.get('client_assertion') ?? ''));
    }
    const secret = this.clientAuth === 'none' ? null : CLIENT_SECRET;
    return form.get('client_id') !== CLIENT_ID || form.get('client_secret') !== secret;
  }

  /** RFC 7523, section 3. */
  private async isGoodAssertion(assertion: string): Promise<boolean> {
    if (this.clientKey === undefined || this.#assertions.has(assertion)) return false;
    this.#assertions.add(assertion);
    try {
      await jwtVerify(assertion, this.clientKey, {
        issuer: CLIENT_ID,
        subject: CLIENT_ID,
        audience: this.issuer,
        maxTokenAge: 120,
        requiredClaims: ['exp', 'jti'],
      });
      return true;
    } catch {
      return false;
    }
  }

  private async idToken({ nonce }: Grant): Promise<unknown> {
    const now = Math.floor(Date.now() / 1000);
    const { issuer, person, behaviour } = this;
    const good = { ...person, iss: issuer, aud: CLIENT_ID, iat: now, exp: now + 300, nonce };
    const claims = behaviour.claims?.(good) ?? good;
    if (behaviour.idToken !== undefined) return behaviour.idToken(claims, this);
    return this.sign(claims, behaviour.header?.({}) ?? {});
  }
}

function refusal(form: URLSearchParams, grant: Grant | undefined): string | undefined {
  if (grant === undefined) return 'code';
  if (form.get('redirect_uri') !== grant.redirectUri) return 'redirect_uri';
  const verifier = form.get('code_verifier') ?? '';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return challenge === grant.challenge ? undefined : 'verifier';
}

function isOurs(authorization = ''): boolean {
  const [scheme, credentials = ''] = authorization.split(' ');
  // RFC 6749, section 2.3.1: both parts are form-encoded.
  const [id, secret] = Buffer.from(credentials, 'base64')
    .toString()
    .split(':')
    .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
  return scheme === 'Basic' && id === CLIENT_ID && secret === CLIENT_SECRET;
}

function send(response: ServerResponse, reply: Reply | Json): void {
  if (typeof reply !== 'string') {
    const known = 'body' in reply ? (reply as Exclude<Reply, string>) : undefined;
    const headers = { 'content-type': 'application/json', ...known?.headers };
    response.writeHead(known?.status ?? 200, headers).end(known?.body ?? JSON.stringify(reply));
    return;
  }
  misbehave(response, reply);
}

function misbehave(response: ServerResponse, how: Reply & string): void {
  switch (how) {
    case 'hang':
      return;
    case 'hang-in-body':
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"a":');
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'garbage':
      response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n\r\n');
      return;
    case 'endless': {
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(64 * 1024, ' ');
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    }
  }
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

async function makeKey(alg: string, kid: string): Promise<KeyPair> {
  return { alg, kid, ...(await generateKeyPair(alg, { extractable: true })) };
}

export async function toJwk({ publicKey, kid, alg }: KeyPair): Promise<JWK> {
  return { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
}
