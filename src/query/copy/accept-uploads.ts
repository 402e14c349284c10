import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { Problem } from '../../common/problem.js';
import { Upload, type UploadFormat } from './upload.js';

/** The routes that take uploads. */
const UPLOAD_ROUTES: ReadonlySet<string | undefined> = new Set([
  '/api/v1/servers/:id/copy',
  '/api/v1/sessions/:id/copy',
]);

const FORMATS = {
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
} as const satisfies Record<string, UploadFormat>;

/**
 * Lets the routes of uploads have bodies of these types, unread: nothing is collected here, so the
 * limit of other bodies does not hold. A page of another origin cannot send either type without being
 * asked for by CORS, which is never allowed (Fetch standard, "CORS-safelisted request-header").
 */
export function acceptUploads(server: FastifyInstance): void {
  for (const [type, format] of Object.entries(FORMATS)) {
    server.addContentTypeParser(type, (request: FastifyRequest, _payload, done) => {
      if (!UPLOAD_ROUTES.has(request.routeOptions.url)) {
        done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(), undefined);
        return;
      }
      try {
        done(null, toUpload(request, format));
      } catch (error) {
        done(error instanceof Error ? error : new Error('unreadable'), undefined);
      }
    });
  }
}

/** @throws Problem `unsupported-media-type` */
function toUpload(request: FastifyRequest, format: UploadFormat): Upload {
  const { headers, raw, receiveClock: clock } = request;
  const { charset = 'utf-8', header } = parametersOf(headers['content-type'] ?? '');
  if (!/^(?:utf-?8|us-ascii)$/.test(charset)) {
    throw unsupported(`The body is said to be in ${charset.slice(0, 32)}. Send it in UTF-8.`);
  }
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw unsupported('A compressed body is not read here. Send it as it is.');
  }
  return new Upload({
    request: raw,
    format,
    header: header === undefined ? undefined : header !== 'absent',
    clock,
  });
}

/** Of a media type, in small letters, without quotes (RFC 9110, section 5.6.6). */
function parametersOf(contentType: string): Record<'charset' | 'header', string | undefined> {
  const all = new Map(
    contentType
      .toLowerCase()
      .split(';')
      .slice(1)
      .map((part) => part.split('=').map((side) => side.trim().replaceAll('"', '')))
      .map(([name = '', value = '']) => [name, value]),
  );
  return { charset: all.get('charset'), header: all.get('header') };
}

/** What is said of another body than these. */
export function unsupported(detail: string): Problem {
  return new Problem('unsupported-media-type', { detail, owner: 'user' });
}
