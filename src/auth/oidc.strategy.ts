import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { randomPKCECodeVerifier } from 'openid-client';
import OpenIDConnectStrategy from 'passport-openidconnect';
import { readCallback, loginRefused, stateOf } from './callback-query.js';
import type { Claims } from './claims.js';
import type { ExchangedTokens } from './code-exchange.js';
import type { ConsumedLogin } from './login-flows.js';
import type { ReadyProvider } from './oidc-provider.js';
import type { OAuthPrincipal } from './principal.js';

/** A finished login: who it is, and where the browser goes. */
export interface FinishedLogin {
  readonly principal: OAuthPrincipal;
  readonly returnTo: string;
  /** What the session is kept true with, and what it ends at the provider with. */
  readonly tokens: ExchangedTokens;
}

/** What both requests of a login need. */
export interface Step {
  readonly clientId: string;
  readonly callbackUrl: string;
  /** Discovers the provider if nobody has yet. */
  readonly provider: () => Promise<ReadyProvider>;
}

/** The browser wants to log in and is to be sent to the provider. */
export interface BeginStep extends Step {
  readonly kind: 'begin';
  readonly scope: readonly string[];
  /** More of the authorization request: `max_age`, `acr_values`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Stores the login, gives its `state`. */
  readonly remember: (login: { nonce: string; verifier: string }) => Promise<string>;
}

/** The browser comes back from the provider. */
export interface FinishStep extends Step {
  readonly kind: 'finish';
  readonly query: unknown;
  /** Takes the login out of the store; undefined when this browser has none with that state. */
  readonly consume: (state: string) => Promise<ConsumedLogin | undefined>;
  /** @throws Problem `login-failed` */
  readonly identify: (claims: Claims, login: ConsumedLogin) => OAuthPrincipal;
}

/** What a guard asks of the strategy. The application's own services come with each request. */
export interface OidcOptions extends OpenIDConnectStrategy.AuthenticateOptions {
  readonly step: BeginStep | FinishStep;
}

/** What the base class reads of a request; it gets no more than that. */
interface BaseStrategy {
  authenticate(
    request: { readonly query: Record<string, unknown> },
    options: OpenIDConnectStrategy.AuthenticateOptions,
  ): unknown;
}
const base: BaseStrategy = OpenIDConnectStrategy.prototype;

type Stored = (error: unknown, state?: string) => void;
type Restored = (error: unknown, context?: object, state?: unknown) => void;
type Exchanged = (error: unknown, access: string, refresh: undefined, answer: object) => void;

/** Replaced request by request; the base class only insists that they are there. */
const UNUSED = 'https://unused.invalid';

/**
 * `passport-openidconnect` 0.1.2 with its holes closed: as shipped it checks no signature, has no
 * PKCE, no discovery and no time limit, knows one login per browser at a time, and ends the
 * process on several answers. passport gives every request an object of its own that inherits from
 * the registered strategy, so what is replaced below is replaced for one request only.
 *
 * The base class keeps its own checks of state, nonce, issuer, audience and expiry; it sees a
 * callback only after the login has been taken out of our store, and an ID token only after
 * openid-client has verified it.
 */
export class HardenedStrategy extends OpenIDConnectStrategy {
  constructor(verify: OpenIDConnectStrategy.VerifyFunction) {
    super(
      {
        issuer: UNUSED,
        authorizationURL: UNUSED,
        tokenURL: UNUSED,
        userInfoURL: UNUSED,
        callbackURL: UNUSED,
        clientID: UNUSED,
        clientSecret: '',
        // The base class makes a nonce of 120 random bits when this says anything.
        nonce: 'always',
        // Claims come from the verified ID token; userinfo is never asked.
        skipUserProfile: true,
      },
      verify,
    );
  }

  override authenticate(_request: unknown, { step }: OidcOptions): void {
    const run = step.kind === 'begin' ? this.begin(step) : this.finish(step);
    run.catch((error: unknown) => {
      this.error(asError(error));
    });
  }

  private async begin(step: BeginStep): Promise<void> {
    const { metadata } = await step.provider();
    const verifier = randomPKCECodeVerifier();
    Object.assign(this, {
      _issuer: metadata.issuer,
      _oauth2: { _clientId: step.clientId, _authorizeUrl: metadata.authorization_endpoint },
      _stateStore: {
        store: (
          _request: unknown,
          context: { nonce: string },
          _a: unknown,
          _b: unknown,
          done: Stored,
        ) => {
          const remembered = step.remember({ nonce: context.nonce, verifier });
          remembered.then((state) => {
            done(null, state);
          }, done);
        },
      },
      authorizationParams: () => ({
        ...step.parameters,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }),
    });
    // The base class puts "openid" in front.
    const names = step.scope.filter((name) => name !== 'openid');
    const scope = names.length === 0 ? undefined : names;
    base.authenticate.call(this, { query: {} }, { callbackURL: step.callbackUrl, scope });
  }

  private async finish(step: FinishStep): Promise<void> {
    const state = stateOf(step.query);
    const pending = await step.consume(state);
    if (pending === undefined) throw loginRefused('No sign-in is waiting for this answer.');
    const { metadata, exchange } = await step.provider();
    const issuerRequired = metadata.authorization_response_iss_parameter_supported;
    const response = readCallback(step.query, metadata.issuer, issuerRequired);
    const verified = await exchange({ ...response, ...pending, callbackUrl: step.callbackUrl });
    const login: FinishedLogin = {
      principal: step.identify(verified.claims, pending),
      returnTo: pending.returnTo,
      tokens: verified,
    };
    Object.assign(this, {
      _issuer: metadata.issuer,
      _oauth2: {
        _clientId: step.clientId,
        getOAuthAccessToken: (_code: unknown, _params: unknown, done: Exchanged) => {
          done(null, '', undefined, { id_token: verified.token, login });
        },
      },
      _stateStore: {
        verify: (_request: unknown, _state: unknown, done: Restored) => {
          done(null, { nonce: pending.nonce }, state);
        },
      },
    });
    const query = { code: response.code, state };
    base.authenticate.call(this, { query }, { callbackURL: step.callbackUrl });
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('Not an error of ours', { cause: thrown });
}

/** The strategy as Nest registers it with passport; 8 is the number of arguments of `validate`. */
@Injectable()
export class OidcStrategy extends PassportStrategy(HardenedStrategy, 'oidc', 8) {
  /** Reached only when the base class, too, has found nothing wrong. */
  validate(
    _issuer: string,
    _profile: unknown,
    _context: unknown,
    _idToken: string,
    _accessToken: string,
    _refreshToken: unknown,
    answer: { readonly login: FinishedLogin },
  ): FinishedLogin {
    return answer.login;
  }
}
