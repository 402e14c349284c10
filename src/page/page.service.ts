import { randomBytes } from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { prefersHtml } from '../common/header-weights.js';
import { type PackedFile, PageFiles } from './page-files.js';
import { NONCE_PLACEHOLDER, pageHeaders } from './page-policy.js';
import { WEB_FOLDER } from './web-folder.js';

const NONCE_BYTES = 18;
const NOT_BUILT =
  'The page of pg-usher is not built here, so there is nothing to look at. Whoever runs pg-usher builds it with `npm run build`. The API works without it: /api/openapi.json says what there is.\n';

/** The name of a file under `assets/` has a hash of its content in it. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';

/** What a program finds that opens the bare address: where to go from here. */
const SIGNPOST = {
  name: 'pg-usher',
  signIn: '/api/v1/auth/login?returnTo=/api/v1/auth/me',
  whoAmI: '/api/v1/auth/me',
  servers: '/api/v1/servers',
  contract: '/api/openapi.json',
  docs: '/api/docs',
} as const;

/** A route that ends in `*`. */
export interface WildcardRoute {
  readonly Params: { readonly '*': string };
}

/** Sends the built page. */
@Injectable()
export class PageService implements OnModuleInit {
  #files: PageFiles | undefined;
  /** The document, cut where the nonce belongs. */
  #document: readonly string[] | undefined;

  constructor(@Inject(WEB_FOLDER) private readonly folder: string) {}

  async onModuleInit(): Promise<void> {
    this.#files = await PageFiles.read(this.folder);
    this.#document = this.#files.text('index.html')?.split(NONCE_PLACEHOLDER);
    if (this.#document === undefined) {
      new Logger('Page').warn('The page is not built (npm run build); the API works without it.');
    }
  }

  /** The page for a browser, and the signpost for a program. */
  home(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return prefersHtml(request.headers) ? this.page(reply) : reply.send(SIGNPOST);
  }

  /** The document, which is the same for every address, with a nonce that is used once. */
  page(reply: FastifyReply): FastifyReply {
    if (this.#document === undefined) {
      return reply.status(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
    }
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    void reply.type('text/html; charset=utf-8').headers(pageHeaders(nonce));
    return reply.send(this.#document.join(nonce));
  }

  /** A file under `assets/`, named by what the route has instead of its wildcard. */
  asset(request: FastifyRequest<WildcardRoute>, reply: FastifyReply): Promise<FastifyReply> {
    const file = this.#find(`assets/${request.params['*']}`, request);
    return sendFile(file, reply, FOR_EVER);
  }

  /** A file at the top, which has the route to itself. */
  icon(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const file = this.#find((request.routeOptions.url ?? '').slice(1), request);
    return sendFile(file, reply, FOR_AN_HOUR);
  }

  async #find(name: string, { headers }: FastifyRequest): Promise<PackedFile | undefined> {
    const codings = headers['accept-encoding'];
    return this.#files?.find(name, typeof codings === 'string' ? codings : undefined);
  }
}

async function sendFile(
  finding: Promise<PackedFile | undefined>,
  reply: FastifyReply,
  caching: string,
): Promise<FastifyReply> {
  const file = await finding;
  if (file === undefined) {
    reply.callNotFound();
    return reply;
  }
  void reply
    .type(file.type)
    .headers({ 'Cache-Control': caching, Vary: 'Accept-Encoding' })
    .headers(file.coding === undefined ? {} : { 'Content-Encoding': file.coding });
  return reply.send(file.body);
}
