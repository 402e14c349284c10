import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { type Credentials, readCredentials, refuseCrossSite } from './credentials.js';
import { WebserverHeader } from './webserver.js';

/** The one credential of a request, of all the ways that are configured. */
@Injectable()
export class RequestCredentials {
  readonly #http: AppConfig['http'];
  readonly #webserver: WebserverHeader | undefined;

  constructor(@Inject(APP_CONFIG) { http, webserver }: AppConfig) {
    this.#http = http;
    this.#webserver = webserver === undefined ? undefined : new WebserverHeader(webserver);
  }

  /**
   * @throws Problem `credentials-conflict`, `unauthenticated`, `cross-site-request` for what a
   * browser sends of its own accord when another site makes it
   */
  of(request: FastifyRequest): Credentials {
    const credentials = readCredentials(request, this.#http, this.#webserver);
    const { kind } = credentials;
    // A Bearer token is not sent by a browser of its own accord, so it needs no such check.
    if (kind === 'session' || kind === 'webserver') this.refuseCrossSite(request);
    return credentials;
  }

  /** @throws Problem `cross-site-request` */
  refuseCrossSite(request: FastifyRequest): void {
    refuseCrossSite(request, this.#http);
  }
}
