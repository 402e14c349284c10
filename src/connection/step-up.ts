import type { OAuthPrincipal } from '../auth/principal.js';
import { Problem } from '../common/problem.js';
import type { ServerDefinition } from '../servers/server-definition.js';

/** Clocks of ours and of the provider's may differ by this much, in seconds. */
const SKEW = 30;

/**
 * What a definition may ask beyond a login: that the person proved who they are within
 * `maxAgeSeconds`, and in one of the ways `acrValues` names (OpenID Connect Core 1.0, sections
 * 3.1.2.1 and 2).
 *
 * @param now seconds since 1970
 * @throws Problem `step-up-required` with the address to sign in at, and for programs the
 * challenge of RFC 9470
 */
export function requireFreshProof(
  person: OAuthPrincipal,
  server: Pick<ServerDefinition, 'id' | 'name' | 'revision' | 'maxAgeSeconds' | 'acrValues'>,
  now: number,
): void {
  const { maxAgeSeconds, acrValues } = server;
  const tooOld =
    maxAgeSeconds !== null &&
    (person.authTime === undefined || Math.abs(now - person.authTime) > maxAgeSeconds + SKEW);
  const tooWeak =
    acrValues.length > 0 && (person.acr === undefined || !acrValues.includes(person.acr));
  if (!tooOld && !tooWeak) return;
  throw new Problem('step-up-required', {
    detail: `${server.name} asks for ${wanted(tooOld, tooWeak, server)}. Sign in again; nothing you have open is lost.`,
    owner: 'user',
    loginUrl: loginUrl(person.provider, server),
    challenge: challenge(server),
    refusal: { serverId: server.id, serverRevision: server.revision },
  });
}

type Demand = Pick<ServerDefinition, 'maxAgeSeconds' | 'acrValues'>;

function wanted(tooOld: boolean, tooWeak: boolean, { maxAgeSeconds, acrValues }: Demand): string {
  const parts = [
    ...(tooOld ? [`a sign-in that is at most ${String(maxAgeSeconds)} seconds old`] : []),
    ...(tooWeak ? [`a sign-in of the kind ${acrValues.join(' or ')}`] : []),
  ];
  return parts.join(' and ');
}

function loginUrl(provider: string, { maxAgeSeconds, acrValues }: Demand): string {
  const query = new URLSearchParams();
  if (maxAgeSeconds !== null) query.set('maxAge', String(maxAgeSeconds));
  if (acrValues.length > 0) query.set('acrValues', acrValues.join(' '));
  return `/api/v1/auth/login/${provider}?${query.toString()}`;
}

/** RFC 9470, section 3. */
function challenge({ maxAgeSeconds, acrValues }: Demand): string {
  return [
    'error="insufficient_user_authentication"',
    ...(maxAgeSeconds === null ? [] : [`max_age="${String(maxAgeSeconds)}"`]),
    ...(acrValues.length === 0 ? [] : [`acr_values="${acrValues.join(' ')}"`]),
  ].join(', ');
}
