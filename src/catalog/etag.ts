import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/**
 * Sends a value as JSON with a weak entity tag over its text (RFC 9110, section 8.8.3: weak, because the
 * same text may be sent compressed), or 304 when the caller has it already.
 *
 * @param ifNoneMatch the header of the request
 * @returns the text of the answer; nothing with a 304
 */
export function taggedJson(
  reply: FastifyReply,
  ifNoneMatch: string | undefined,
  value: unknown,
): string | undefined {
  const text = JSON.stringify(value);
  const etag = `W/"${createHash('sha256').update(text).digest('base64url')}"`;
  void reply.header('ETag', etag);
  if (matchesEtag(ifNoneMatch, etag)) {
    void reply.status(304);
    return undefined;
  }
  void reply.type('application/json; charset=utf-8');
  return text;
}

/** Whether If-None-Match names the tag; tags are compared weakly (RFC 9110, section 13.1.2). */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim());
  return tags.includes('*') || tags.some((tag) => opaque(tag) === opaque(etag));
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}
