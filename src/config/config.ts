import type { Secret } from '../common/secret.js';
import type { LdapConfig } from './ldap-config.js';
import type { WebserverConfig } from './webserver-config.js';

/** Everything the environment decides, read once at boot, validated, frozen. */
export interface AppConfig {
  readonly http: HttpConfig;
  readonly store: { readonly url: Secret };
  readonly session: SessionConfig;
  /** Empty when none is configured: nobody can log in with OpenID Connect then. */
  readonly providers: readonly OidcConfig[];
  readonly adminGroups: readonly string[];
  /** Undefined when no proxy certificate is configured: passthrough answers 503. */
  readonly passthrough: PassthroughConfig | undefined;
  /** Undefined when `LDAP_URL` is not set. */
  readonly ldap: LdapConfig | undefined;
  /** Undefined when `WEBSERVER_HEADER` is not set. */
  readonly webserver: WebserverConfig | undefined;
  readonly rateLimit: RateLimitConfig;
  readonly bootstrapAdmin: { readonly username: string; readonly password: Secret } | undefined;
  readonly serversFile: string | undefined;
  /** What the page says to people who come; a path. */
  readonly welcomeFile: string | undefined;
  readonly query: QueryLimits;
  readonly databaseSession: DatabaseSessionLimits;
  readonly history: HistoryConfig;
  /** This instance among others on the same store: small letters, digits and hyphens. */
  readonly instance: string;
  readonly gate: GateConfig;
}

export interface HttpConfig {
  readonly host: string;
  /** 0 picks a free port (tests). */
  readonly port: number;
  /** Origin that browsers see, without a trailing slash: `https://usher.example`. */
  readonly publicOrigin: string;
  /** True when the public origin is https, so that cookies get `Secure` and `__Host-`. */
  readonly secureCookies: boolean;
  /** Reverse proxies whose `X-Forwarded-For` is believed: addresses and networks. */
  readonly trustedProxies: readonly string[];
}

/** How often one address, or one name, may fail to be somebody. */
export interface RateLimitConfig {
  readonly loginPerMinute: number;
}

export interface SessionConfig {
  readonly secret: Secret;
  /** Without a request for this long, a session ends. */
  readonly idleMs: number;
  /** After this long it ends however busy it is. */
  readonly absoluteMs: number;
  /** For how long a session that was read from the store may be believed without another look. */
  readonly cacheMs: number;
  /** How often, at least, a provider that gave a refresh token is asked again who somebody is. */
  readonly refreshMs: number;
}

/** How we prove to a provider's token endpoint who we are (OpenID Connect Core 1.0, section 9). */
export const CLIENT_AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'none',
] as const;
export type ClientAuthMethod = (typeof CLIENT_AUTH_METHODS)[number];

/** What is done to the username claim before it is read as a database user; a closed set. */
export type UsernameTransform =
  | { readonly kind: 'none' | 'lowercase' }
  | { readonly kind: 'strip-domain'; readonly domains: readonly string[] };

export const ACCESS_TOKEN_TYPS = ['at+jwt', 'jwt'] as const;
type AccessTokenTyp = (typeof ACCESS_TOKEN_TYPS)[number];

/** One OpenID Connect provider. No two have the same `id`, and no two the same `issuer`. */
export interface OidcConfig {
  /** The provider's name in URLs: `/auth/login/:provider`. */
  readonly id: string;
  /** For people to read. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret | undefined;
  readonly clientAuth: ClientAuthMethod;
  /** PEM, for `private_key_jwt`. */
  readonly privateKey?: Secret | undefined;
  /** PEM file of the only authorities that this provider's certificate may come from. */
  readonly caFile?: string | undefined;
  readonly scopes: readonly string[];
  /** The audience that access tokens must name; without it no Bearer token is accepted. */
  readonly audience: string | undefined;
  /** For `email`, the provider must also say that it has verified the address. */
  readonly usernameClaim: string;
  readonly groupsClaim: string | undefined;
  readonly transform: UsernameTransform;
  /** Clients whose access tokens are taken (`azp` or `client_id`); undefined means any. */
  readonly clientIds?: readonly string[] | undefined;
  /**
   * `at+jwt` (RFC 9068), or `jwt` for providers whose access tokens have another `typ` or none and
   * are told from ID tokens by their claims. `at+jwt` where it is absent.
   */
  readonly accessTokenTyp?: AccessTokenTyp | undefined;
  /** The longest life, `exp` less `iat`, that an access token may have. */
  readonly maxTokenAgeSeconds: number;
  /** Ask the provider about access tokens that are no JWT (RFC 7662). */
  readonly introspection: boolean;
  /** How long keys are still believed while the provider cannot be asked for newer ones. */
  readonly staleKeysSeconds: number;
}

export interface PassthroughConfig {
  readonly certFile: string;
  readonly keyFile: string;
  readonly rootCertFile: string;
}

/** Who may become which role, beyond what the definitions of servers say. */
export interface GateConfig {
  /** How a database user gets to belong to an identity; see `role-bindings.service.ts`. */
  readonly binding: 'first-use' | 'pre-approved' | 'off';
  /** Further protected names in small letters; one that ends in `*` is the beginning of names. */
  readonly protectedRoles: readonly string[];
  /** 32 bytes in base64 that seal stored passwords; without it none can be stored. */
  readonly credentialsKey: Secret | undefined;
}

export interface QueryLimits {
  /** Rows in a JSON answer when the caller names no number. */
  readonly defaultMaxRows: number;
  /** The most rows a caller may ask for in a JSON answer. */
  readonly maxRows: number;
  /** Bytes of cell text after which a JSON answer stops. */
  readonly maxJsonBytes: number;
  /** Bytes of rows, as they are sent before any compression, after which an answer stops. */
  readonly maxBytes: number | undefined;
  /** Bytes of one value; a larger one ends the answer. */
  readonly maxCellBytes: number;
  /** Bytes of one backend message; a larger one ends the connection before it is read. */
  readonly maxMessageBytes: number;
  readonly defaultTimeoutMs: number;
  readonly maxTimeoutMs: number;
  /** To be connected, TLS handshake and authentication included. */
  readonly connectTimeoutMs: number;
  /** A reader that takes nothing for this long has left. */
  readonly stallTimeoutMs: number;
}

/** Connections that are pinned to one person: `POST /sessions`. */
export interface DatabaseSessionLimits {
  readonly idleMs: number;
  /** The same inside a transaction block, which keeps locks. */
  readonly transactionIdleMs: number;
  readonly absoluteMs: number;
  readonly perPerson: number;
}

/** What people find of their own runs. */
export interface HistoryConfig {
  /** 0 keeps none. */
  readonly days: number;
  /** Whether the text of a statement is kept, with its passwords taken out. */
  readonly sqlText: boolean;
}

/** Injection token of the {@link AppConfig}. */
export const APP_CONFIG = Symbol('APP_CONFIG');
