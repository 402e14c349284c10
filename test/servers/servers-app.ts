import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  Logger,
  Module,
} from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyRequest } from 'fastify';
import { createAdapter, setUpApp } from '../../src/app.setup.js';
import type { Principal } from '../../src/auth/principal.js';
import { ADMIN_ROUTE, PUBLIC_ROUTE } from '../../src/auth/request-identity.js';
import { Problem } from '../../src/common/problem.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { loadConfig } from '../../src/config/load-config.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { type PostgresCluster, startPostgresCluster } from '../../src/demo/postgres-cluster.js';
import { HealthModule } from '../../src/health/health.module.js';
import { OpenApiModule, publishOpenApi } from '../../src/openapi.module.js';
import { PageModule } from '../../src/page/page.module.js';
import { ServersModule } from '../../src/servers/servers.module.js';

const PASSWORD = 'of-the-test';

function person(name: string, groups: string[], isAdmin = false): Principal {
  const identity = { provider: 'oidc', issuer: 'https://login.example', subject: name };
  const claim = { claimName: 'db_user', claimValue: name };
  return { authSource: 'oauth2', username: name, groups, isAdmin, ...identity, ...claim };
}

export const PEOPLE = {
  root: person('root', [], true),
  alice: person('alice', ['sales']),
  bob: person('bob', ['support', 'sales team']),
};
export type Name = keyof typeof PEOPLE;

/** Believes a header; the real guard has tests of its own. */
@Injectable()
class BelievingGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const name = String(request.headers['x-person']);
    const principal = Object.entries(PEOPLE).find(([known]) => known === name)?.[1];
    if (this.reflector.get<boolean>(PUBLIC_ROUTE, context.getHandler())) return true;
    if (principal === undefined) throw new Problem('unauthenticated', { detail: 'Who?' });
    if (this.reflector.get<boolean>(ADMIN_ROUTE, context.getHandler()) && !principal.isAdmin) {
      throw new Problem('admin-only', { detail: 'No.' });
    }
    request.principal = principal;
    return true;
  }
}

/** A PostgreSQL for our own store, empty. */
export function startStore(): Promise<PostgresCluster> {
  return startPostgresCluster({
    name: 'store',
    hba: 'host  all  usher  127.0.0.1/32  scram-sha-256',
    init: [
      { sql: `create role usher login password '${PASSWORD}'` },
      { sql: 'create database usher owner usher' },
    ],
  });
}

export function urlOf(store: PostgresCluster, database = 'usher'): string {
  return `postgres://usher:${PASSWORD}@${store.host}:${store.port}/${database}`;
}

/** The rooms that keep definitions, on a real store, with people who are who they say. */
export async function startServersApp(
  store: PostgresCluster,
  env: Record<string, string> = {},
): Promise<NestFastifyApplication> {
  const config = loadConfig({
    DATABASE_URL: urlOf(store),
    SESSION_SECRET: 's'.repeat(32),
    ...env,
  });
  @Module({
    imports: [
      PageModule,
      ConfigModule.forRoot(config),
      DatabaseModule,
      ServersModule,
      HealthModule,
      OpenApiModule,
    ],
    providers: [{ provide: APP_GUARD, useClass: BelievingGuard }],
  })
  class ServersApp {}
  const module = await Test.createTestingModule({ imports: [ServersApp] }).compile();
  // Failures that a test asks for are no news.
  Logger.overrideLogger(false);
  const app = module.createNestApplication<NestFastifyApplication>(createAdapter(), {
    bodyParser: false,
  });
  try {
    await setUpApp(app);
    publishOpenApi(app);
    await app.init();
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

/** What came back, with its body read as JSON where there is one. */
export interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  readonly body: Record<string, unknown>;
}

export interface Ask {
  readonly as?: Name;
  readonly body?: unknown;
  readonly ifMatch?: string;
}

export async function ask(
  app: NestFastifyApplication,
  line: `${'GET' | 'POST' | 'PATCH' | 'DELETE'} /${string}`,
  { as, body, ifMatch }: Ask = {},
): Promise<Answer> {
  const [method, path] = line.split(' ') as ['GET', string];
  const answer = await app.inject({
    method,
    url: path.startsWith('/servers') ? `/api/v1${path}` : path,
    headers: {
      ...(as === undefined ? {} : { 'x-person': as }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
  const etag = answer.headers.etag;
  return {
    status: answer.statusCode,
    etag: typeof etag === 'string' ? etag : undefined,
    body: answer.body === '' ? {} : JSON.parse(answer.body),
  };
}
