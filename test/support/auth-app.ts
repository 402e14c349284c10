import fastifyCookie from '@fastify/cookie';
import { Controller, Get, Logger, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { createAdapter, useGlobals } from '../../src/app.setup.js';
import { AuditEvent } from '../../src/audit/audit-event.entity.js';
import { AuditModule } from '../../src/audit/audit.module.js';
import { OpenActRow } from '../../src/audit/open-act.entity.js';
import { AuthModule } from '../../src/auth/auth.module.js';
import { LocalAccount } from '../../src/auth/local-account.entity.js';
import { LoginFlow } from '../../src/auth/login-flow.entity.js';
import { PasswordAttempt } from '../../src/auth/password-attempt.entity.js';
import { PROVIDER_TIMEOUTS, type ProviderTimeouts } from '../../src/auth/provider-http.js';
import { AdminOnly, Public } from '../../src/auth/request-identity.js';
import { Session } from '../../src/auth/session.entity.js';
import type { Problem } from '../../src/common/problem.js';
import { Secret } from '../../src/common/secret.js';
import { ConfigModule } from '../../src/config/config.module.js';
import type { AppConfig, OidcConfig } from '../../src/config/config.js';
import { dataSourceOptions } from '../../src/database/data-source.js';
import { findFreePort } from '../../src/demo/free-port.js';
import { type PostgresCluster, startPostgresCluster } from '../../src/demo/postgres-cluster.js';
import { AUDIENCE, CLIENT_ID, CLIENT_SECRET } from './hostile-provider.js';

export const ADMIN = { username: 'root-of-usher', password: 'correct horse battery' };

@Controller('probe')
class ProbeController {
  @Get()
  read() {
    return { read: true };
  }

  @Post()
  write() {
    return { written: true };
  }

  @AdminOnly()
  @Get('admin')
  administer() {
    return { admin: true };
  }

  @Public()
  @Get('public')
  open() {
    return { open: true };
  }
}

@Module({ controllers: [ProbeController] })
class ProbeModule {}

/** A PostgreSQL with the tables of this room. */
export class AuthStore {
  private constructor(
    readonly cluster: PostgresCluster,
    readonly url: string,
  ) {}

  static async start(): Promise<AuthStore> {
    const cluster = await startPostgresCluster({
      name: 'auth',
      hba: 'host usher usher 127.0.0.1/32 scram-sha-256',
      init: [
        { sql: `create role usher login password 'of-the-test'` },
        { sql: 'create database usher owner usher' },
      ],
    });
    const url = `postgres://usher:of-the-test@127.0.0.1:${cluster.port}/usher`;
    const entities = [AuditEvent, LocalAccount, LoginFlow, OpenActRow, PasswordAttempt, Session];
    const tables = new DataSource({ ...dataSourceOptions(url, entities), synchronize: true });
    await (await tables.initialize()).destroy();
    return new AuthStore(cluster, url);
  }

  sql(statement: string, parameters?: unknown[]) {
    return this.cluster.sql(statement, 'usher', parameters);
  }

  stop(): Promise<void> {
    return this.cluster.destroy();
  }
}

export interface AuthAppOptions {
  readonly store: AuthStore;
  readonly issuer: string;
  readonly oidc?: Partial<OidcConfig> | null;
  /** In place of the one at `issuer`. */
  readonly providers?: readonly OidcConfig[];
  readonly session?: Partial<AppConfig['session']>;
  readonly http?: Partial<AppConfig['http']>;
  readonly timeouts?: ProviderTimeouts;
  readonly bootstrapAdmin?: AppConfig['bootstrapAdmin'];
  readonly ldap?: AppConfig['ldap'];
  readonly webserver?: AppConfig['webserver'];
  readonly rateLimit?: Partial<AppConfig['rateLimit']>;
}

/** An application with this room, real guards, filter and pipes, and a few routes to guard. */
export class AuthApp {
  /** What the filter would have written into the audit. */
  readonly refusals: Problem[] = [];

  private constructor(
    readonly app: NestFastifyApplication,
    readonly config: AppConfig,
    readonly origin: string,
  ) {}

  static async start(options: AuthAppOptions): Promise<AuthApp> {
    Logger.overrideLogger(false);
    const port = await findFreePort();
    const config = testConfig(options, port);
    const module = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(config),
        TypeOrmModule.forRoot({
          ...dataSourceOptions(options.store.url),
          autoLoadEntities: true,
          retryAttempts: 0,
        }),
        AuthModule,
        AuditModule,
        ProbeModule,
      ],
    })
      .overrideProvider(PROVIDER_TIMEOUTS)
      .useValue(options.timeouts ?? { requestMs: 5000, keySetMs: 5000 })
      .compile();
    const app = module.createNestApplication<NestFastifyApplication>(
      createAdapter(config.http.trustedProxies),
    );
    await app.register(fastifyCookie);
    const running = new AuthApp(app, config, `http://localhost:${port}`);
    useGlobals(app, (problem) => {
      running.refusals.push(problem);
      return Promise.resolve();
    });
    await app.listen({ host: '127.0.0.1', port });
    return running;
  }

  stop(): Promise<void> {
    return this.app.close();
  }

  url(path: string): string {
    return `${this.origin}/api/v1${path}`;
  }
}

function testConfig(options: AuthAppOptions, port: number): AppConfig {
  return {
    http: {
      host: '127.0.0.1',
      port,
      publicOrigin: `http://localhost:${port}`,
      secureCookies: false,
      trustedProxies: [],
      ...options.http,
    },
    store: { url: new Secret(options.store.url) },
    session: {
      secret: new Secret('the session secret of the tests'),
      idleMs: 30 * 60_000,
      absoluteMs: 12 * 3_600_000,
      cacheMs: 0,
      refreshMs: 5 * 60_000,
      ...options.session,
    },
    providers:
      options.providers ??
      (options.oidc === null ? [] : [testProvider(options.issuer, options.oidc)]),
    adminGroups: ['usher-admins'],
    passthrough: undefined,
    bootstrapAdmin: options.bootstrapAdmin ?? {
      username: ADMIN.username,
      password: new Secret(ADMIN.password),
    },
    serversFile: undefined,
    welcomeFile: undefined,
    ldap: options.ldap,
    webserver: options.webserver,
    rateLimit: { loginPerMinute: 1_000_000, ...options.rateLimit },
    gate: { binding: 'first-use', protectedRoles: [], credentialsKey: undefined },
    query: {
      defaultMaxRows: 1,
      maxRows: 1,
      maxJsonBytes: 1,
      maxMessageBytes: 1,
      defaultTimeoutMs: 1,
      maxTimeoutMs: 1,
      connectTimeoutMs: 1,
      maxBytes: undefined,
      maxCellBytes: 1,
      stallTimeoutMs: 1,
    },
    databaseSession: { idleMs: 1, transactionIdleMs: 1, absoluteMs: 1, perPerson: 1 },
    history: { days: 0, sqlText: false },
    instance: 'test',
  };
}

export function testProvider(issuer: string, changes: Partial<OidcConfig> = {}): OidcConfig {
  return {
    id: 'oidc',
    name: 'Test provider',
    issuer,
    clientId: CLIENT_ID,
    clientSecret: new Secret(CLIENT_SECRET),
    clientAuth: 'client_secret_basic',
    scopes: ['openid', 'profile'],
    audience: AUDIENCE,
    usernameClaim: 'db_user',
    groupsClaim: 'groups',
    transform: { kind: 'none' },
    maxTokenAgeSeconds: 900,
    introspection: false,
    staleKeysSeconds: 3600,
    ...changes,
  };
}
