import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../common/problem.js';
import { BearerTokens } from './bearer.js';
import type { Credentials } from './credentials.js';
import { refuseOtherPrincipal } from './expected-principal.js';
import type { Principal } from './principal.js';
import { RateLimits } from './rate-limits.js';
import { RequestCredentials } from './request-credentials.js';
import { ADMIN_ROUTE, PUBLIC_ROUTE } from './request-identity.js';
import { SessionService } from './session.service.js';
import { isUnattended } from './unattended.js';

/**
 * Stands before every route and lets nobody pass who is not known, unless the route says
 * `@Public()`. Puts the principal on the request.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly credentials: RequestCredentials,
    private readonly sessions: SessionService,
    private readonly bearer: BearerTokens,
    private readonly limits: RateLimits,
  ) {}

  /**
   * @throws Problem `unauthenticated`, `credentials-conflict`, `cross-site-request`, `admin-only`,
   * `principal-changed`, `too-many-requests`, `store-unavailable`, `provider-unavailable`
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (this.isMarked(context, PUBLIC_ROUTE)) {
      // A page of another site must not be able to log a browser in, either.
      this.credentials.refuseCrossSite(request);
      return true;
    }
    const principal = await this.identify(request);
    if (this.isMarked(context, ADMIN_ROUTE) && !principal.isAdmin) throw adminOnly();
    return true;
  }

  private async identify(request: FastifyRequest): Promise<Principal> {
    const identity = await this.resolve(this.credentials.of(request), request);
    if (identity === undefined) throw signInFirst();
    refuseOtherPrincipal(request, identity.principal);
    request.principal = identity.principal;
    if (identity.key !== undefined) request.sessionKey = identity.key;
    if (identity.expiresAt !== undefined) request.sessionEndsAt = identity.expiresAt;
    return identity.principal;
  }

  private async resolve(
    credentials: Credentials,
    request: FastifyRequest,
  ): Promise<{ principal: Principal; key?: string; expiresAt?: Date } | undefined> {
    switch (credentials.kind) {
      case 'none':
        return undefined;
      case 'bearer':
        return { principal: await this.bearerOf(credentials.token, request.ip) };
      case 'session':
        return this.sessions.resolve(credentials.id, { isUse: !isUnattended(request) });
      case 'webserver':
        return { principal: credentials.principal };
    }
  }

  private async bearerOf(token: string, address: string): Promise<Principal> {
    try {
      return await this.bearer.resolve(token);
    } catch (error) {
      if (error instanceof Problem && error.code === 'unauthenticated') {
        this.limits.badToken(address);
      }
      throw error;
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
