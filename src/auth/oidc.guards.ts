import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard, type AuthGuardAuthenticateOptions } from '@nestjs/passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../common/problem.js';
import type { FinishedLogin, OidcOptions } from './oidc.strategy.js';
import { OidcLogin } from './oidc-login.js';
import { RedirectCapture } from './redirect-capture.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where the provider's login page is; set by {@link OidcLoginGuard}. */
    oidcRedirect?: string;
    /** Set by {@link OidcCallbackGuard}. */
    oidcLogin?: FinishedLogin;
  }
}

/** Sends a browser to the provider: passport writes the address, the handler answers with it. */
@Injectable()
export class OidcLoginGuard extends AuthGuard('oidc') {
  readonly #captures = new WeakMap<FastifyRequest, RedirectCapture>();

  constructor(private readonly login: OidcLogin) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const capture = new RedirectCapture();
    this.#captures.set(request, capture);
    // The base guard settles only where passport fails: after a redirect it waits for ever.
    const failed = Promise.resolve(super.canActivate(context)).then(() => undefined);
    const location = await Promise.race([capture.location, failed]);
    if (location === undefined) throw new TypeError('passport did not redirect');
    request.oidcRedirect = location;
    return true;
  }

  override getAuthenticateOptions(context: ExecutionContext): AuthGuardAuthenticateOptions {
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const step = this.login.beginStep(http.getRequest<FastifyRequest>(), reply);
    return { step } satisfies OidcOptions;
  }

  /** Called by the base guard; the real response stays out of passport's reach. */
  getResponse(context: ExecutionContext): RedirectCapture | undefined {
    return this.#captures.get(context.switchToHttp().getRequest<FastifyRequest>());
  }
}

/** Finishes a login when the browser comes back. */
@Injectable()
export class OidcCallbackGuard extends AuthGuard('oidc') {
  constructor(private readonly login: OidcLogin) {
    super();
  }

  override getAuthenticateOptions(context: ExecutionContext): AuthGuardAuthenticateOptions {
    const step = this.login.finishStep(context.switchToHttp().getRequest<FastifyRequest>());
    return { step, property: 'oidcLogin' } satisfies OidcOptions & { property: string };
  }

  getResponse(): RedirectCapture {
    return new RedirectCapture();
  }

  /** @throws Problem `login-failed` where the base strategy has found something after all */
  override handleRequest<TUser>(error: unknown, login: TUser | false | null | undefined): TUser {
    if (error instanceof Error) throw error;
    if (login) return login;
    throw new Problem('login-failed', {
      detail: 'The identity provider sent an ID token that is not acceptable. Sign in again.',
      owner: 'admin',
    });
  }
}
