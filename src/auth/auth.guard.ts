import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { BearerTokens } from './bearer.js';
import { type Credentials, readCredentials, refuseCrossSite } from './credentials.js';
import type { Principal } from './principal.js';
import { ADMIN_ROUTE, PUBLIC_ROUTE } from './request-identity.js';
import { SessionService } from './session.service.js';

/**
 * Stands before every route and lets nobody pass who is not known, unless the route says
 * `@Public()`. Puts the principal on the request.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    private readonly sessions: SessionService,
    private readonly bearer: BearerTokens,
  ) {}

  /**
   * @throws Problem `unauthenticated`, `credentials-conflict`, `cross-site-request`, `admin-only`,
   * `store-unavailable`, `provider-unavailable`
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (this.isMarked(context, PUBLIC_ROUTE)) {
      // A page of another site must not be able to log a browser in, either.
      refuseCrossSite(request, this.config.http);
      return true;
    }
    const principal = await this.identify(request);
    if (this.isMarked(context, ADMIN_ROUTE) && !principal.isAdmin) throw adminOnly();
    return true;
  }

  private async identify(request: FastifyRequest): Promise<Principal> {
    const credentials = readCredentials(request, this.config.http);
    // A Bearer token is not sent by a browser of its own accord, so it needs no such check.
    if (credentials.kind === 'session') refuseCrossSite(request, this.config.http);
    const identity = await this.resolve(credentials);
    if (identity === undefined) throw signInFirst();
    request.principal = identity.principal;
    if (identity.key !== undefined) request.sessionKey = identity.key;
    return identity.principal;
  }

  private async resolve(
    credentials: Credentials,
  ): Promise<{ principal: Principal; key?: string } | undefined> {
    switch (credentials.kind) {
      case 'none':
        return undefined;
      case 'bearer':
        return { principal: await this.bearer.resolve(credentials.token) };
      case 'session':
        return this.sessions.resolve(credentials.id);
    }
  }

  private isMarked(context: ExecutionContext, mark: string): boolean {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<boolean | undefined>(mark, targets) === true;
  }
}

function signInFirst(): Problem {
  return new Problem('unauthenticated', {
    detail: 'Sign in first, or send an access token as "Authorization: Bearer".',
    owner: 'user',
  });
}

function adminOnly(): Problem {
  return new Problem('admin-only', {
    detail: 'Only administrators of pg-usher may do this.',
    owner: 'admin',
  });
}
