import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientKey } from '../common/addresses.js';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { type Allowance, TokenBuckets } from './token-buckets.js';
import { Problems } from '../common/problems.js';

/** How often somebody may try to be somebody. Each instance counts for itself. */
@Injectable()
export class RateLimits {
  readonly #perMinute: number;
  readonly #addresses: TokenBuckets;
  readonly #names: TokenBuckets;
  readonly #badTokens: TokenBuckets;

  constructor(@Inject(APP_CONFIG) config: AppConfig) {
    this.#perMinute = config.rateLimit.loginPerMinute;
    this.#addresses = new TokenBuckets(this.#perMinute);
    this.#names = new TokenBuckets(this.#perMinute);
    this.#badTokens = new TokenBuckets(this.#perMinute);
  }

  /** A step of signing in, by whatever way, from an address. */
  login(address: string, reply: FastifyReply): void {
    const allowance = this.#addresses.take(clientKey(address), performance.now());
    const reset = Math.ceil((60 * (this.#perMinute - allowance.remaining)) / this.#perMinute);
    // draft-ietf-httpapi-ratelimit-headers-10
    void reply.header('RateLimit-Policy', `"login";q=${this.#perMinute};w=60`);
    void reply.header('RateLimit', `"login";r=${allowance.remaining};t=${reset}`);
    refuse(allowance);
  }

  /** A password for a name, wherever it comes from. */
  password(name: string): void {
    refuse(this.#names.take(name, performance.now()));
  }

  /**
   * An access token that was no good. Good ones are not counted and never held up, because many
   * people may come from one address; what is bounded is the answers, and their rows in the audit.
   */
  badToken(address: string): void {
    refuse(this.#badTokens.take(clientKey(address), performance.now()));
  }
}

/** Counts a step of signing in against the address that it comes from. */
@Injectable()
@Problems('too-many-requests')
export class LoginRateGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  /** @throws Problem `too-many-requests` */
  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const { ip } = http.getRequest<FastifyRequest>();
    this.limits.login(ip, http.getResponse<FastifyReply>());
    return true;
  }
}

function refuse({ waitMs }: Allowance): void {
  if (waitMs === 0) return;
  const retryAfter = Math.ceil(waitMs / 1000);
  throw new Problem('too-many-requests', {
    detail: `There were too many attempts. Try again in ${retryAfter} s.`,
    owner: 'user',
    retryAfter,
  });
}
