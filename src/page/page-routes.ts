import type { FastifyInstance } from 'fastify';
import type { PageService, WildcardRoute } from './page.service.js';

/** Every address that the page shows something at; its own router says what. */
const PAGE_PATHS = [
  ...['/sign-in', '/signed-in', '/servers', '/s/*', '/q', '/history', '/me', '/sessions'],
  ...['/connect', '/admin', '/admin/*', '/api/docs'],
];

/** Files that browsers and search engines look for at the top. */
const ICON_PATHS = [
  '/favicon.ico',
  '/favicon.svg',
  '/icon.svg',
  '/apple-touch-icon.png',
  '/manifest.webmanifest',
  '/robots.txt',
];

/**
 * Adds the addresses of the page, for GET and HEAD. They are not routes of a Nest controller, because
 * Nest takes the prefix `/api/v1` off by a route's path: `/servers` without it would take it off the
 * API's `servers`, too. So no guard stands before them. They are public: what the page shows comes
 * from the API, to whoever has signed in.
 */
export function servePage(server: FastifyInstance, pages: PageService): void {
  server.get('/', (request, reply) => pages.home(request, reply));
  for (const path of PAGE_PATHS) server.get(path, (_request, reply) => pages.page(reply));
  server.get<WildcardRoute>('/assets/*', (request, reply) => pages.asset(request, reply));
  for (const path of ICON_PATHS) server.get(path, (request, reply) => pages.icon(request, reply));
}
