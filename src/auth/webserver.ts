import type { FastifyRequest } from 'fastify';
import { addressMatcher } from '../common/addresses.js';
import { Problem } from '../common/problem.js';
import type { WebserverConfig } from '../config/webserver-config.js';
import type { LocalPrincipal } from './principal.js';

/**
 * A comma is what Node and proxies join two headers with: `mallory, alice` is nobody. A blank at an
 * end is not a part of a header's value (RFC 9110, section 5.5).
 */
const NAME = /^[^\p{C}\p{Zl}\p{Zp},]{1,255}$/u;
const MAX_GROUPS = 1000;

/**
 * Whom a trusted proxy names in the one configured header. Only the address of the socket's other
 * end counts, whatever X-Forwarded-For says; any other spelling of the header is another header.
 */
export class WebserverHeader {
  readonly #config: WebserverConfig;
  readonly #isProxy: (address: string | undefined) => boolean;

  constructor(config: WebserverConfig) {
    this.#config = config;
    this.#isProxy = addressMatcher(config.proxies);
  }

  /**
   * The header's one value; undefined where there is none and where nobody trusted has sent it.
   *
   * @throws Problem `credentials-conflict` for more than one
   */
  valueIn(request: FastifyRequest): string | undefined {
    if (!this.#isProxy(request.raw.socket.remoteAddress)) return undefined;
    return only(request, this.#config.header);
  }

  /**
   * Who that is.
   *
   * @param value of {@link valueIn}
   * @throws Problem `unauthenticated` for what is no name, `credentials-conflict` for two lists of
   * groups
   */
  principal(value: string, request: FastifyRequest): LocalPrincipal {
    const username = textOf(value);
    if (username === undefined || !NAME.test(username)) throw unusableName();
    const { groupsHeader, adminGroups } = this.#config;
    const groups = groupsHeader === undefined ? [] : groupsIn(only(request, groupsHeader));
    return {
      authSource: 'webserver',
      accountId: username,
      username,
      groups,
      isAdmin: groups.some((group) => adminGroups.includes(group)),
    };
  }
}

/** Node joins what is sent twice, so read the list. */
function only(request: FastifyRequest, header: string): string | undefined {
  const { rawHeaders } = request.raw;
  const values = rawHeaders.filter(
    (_value, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === header,
  );
  if (values.length <= 1) return values[0];
  throw new Problem('credentials-conflict', {
    detail: 'The proxy in front of pg-usher sent two names or two lists of groups.',
    owner: 'admin',
  });
}

function groupsIn(list: string | undefined): readonly string[] {
  const text = textOf(list ?? '');
  if (text === undefined) return [];
  const groups = text.split(',').map((group) => group.trim());
  return groups.filter((group) => NAME.test(group)).slice(0, MAX_GROUPS);
}

/** Header values are bytes, which Node shows as Latin-1; undefined where they are no UTF-8. */
function textOf(value: string): string | undefined {
  const bytes = Buffer.from(value, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : undefined;
}

function unusableName(): Problem {
  return new Problem('unauthenticated', {
    detail: 'The proxy in front of pg-usher did not say who you are in a way that can be used.',
    owner: 'admin',
  });
}
