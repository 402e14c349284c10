import type { Secret } from '../common/secret.js';

/** Everything the environment decides, read once at boot, validated, frozen. */
export interface AppConfig {
  readonly http: HttpConfig;
  readonly store: { readonly url: Secret };
  readonly session: SessionConfig;
  /** Undefined when `OIDC_ISSUER` is not set: nobody can log in with OpenID Connect then. */
  readonly oidc: OidcConfig | undefined;
  readonly adminGroups: readonly string[];
  /** Undefined when no proxy certificate is configured: passthrough answers 503. */
  readonly passthrough: PassthroughConfig | undefined;
  readonly bootstrapAdmin: { readonly username: string; readonly password: Secret } | undefined;
  readonly serversFile: string | undefined;
  readonly query: QueryLimits;
}

export interface HttpConfig {
  readonly host: string;
  /** 0 picks a free port (tests). */
  readonly port: number;
  /** Origin that browsers see, without a trailing slash: `https://usher.example`. */
  readonly publicOrigin: string;
  /** True when the public origin is https, so that cookies get `Secure` and `__Host-`. */
  readonly secureCookies: boolean;
}

export interface SessionConfig {
  readonly secret: Secret;
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export interface OidcConfig {
  /** The provider's name in URLs: `/auth/login/:provider`. */
  readonly id: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret | undefined;
  readonly scopes: readonly string[];
  /** The audience that access tokens must name; without it no Bearer token is accepted. */
  readonly audience: string | undefined;
  readonly usernameClaim: string;
  readonly groupsClaim: string | undefined;
}

export interface PassthroughConfig {
  readonly certFile: string;
  readonly keyFile: string;
  readonly rootCertFile: string;
}

export interface QueryLimits {
  /** Rows in a JSON answer when the caller names no number. */
  readonly defaultMaxRows: number;
  /** The most rows a caller may ask for in a JSON answer. */
  readonly maxRows: number;
  /** Bytes of cell text after which a JSON answer stops. */
  readonly maxJsonBytes: number;
  /** Bytes of one backend message; a larger one ends the connection before it is read. */
  readonly maxMessageBytes: number;
  readonly defaultTimeoutMs: number;
  readonly maxTimeoutMs: number;
  /** To be connected, TLS handshake and authentication included. */
  readonly connectTimeoutMs: number;
}

/** Injection token of the {@link AppConfig}. */
export const APP_CONFIG = Symbol('APP_CONFIG');
