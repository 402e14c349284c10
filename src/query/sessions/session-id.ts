import { randomUUID } from 'node:crypto';
import { Problem } from '../../common/problem.js';

/** The parameter of the routes of one session, for the contract. */
export const DATABASE_SESSION_ID = {
  name: 'id',
  description: 'The session: `<instance>.<UUID>`.',
  schema: { type: 'string' },
};

/** A name as INSTANCE_NAME allows it, a dot, and a UUID of version 4 (RFC 9562, section 5.4). */
const SESSION_ID =
  /^([a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?)\.[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** `<instance>.<UUID>`: a proxy in front of several instances finds the right one by it. */
export function newSessionId(instance: string): string {
  return `${instance}.${randomUUID()}`;
}

/** The instance that an id names; undefined for what is no id. */
export function instanceIn(id: string): string | undefined {
  return SESSION_ID.exec(id)?.[1];
}

/**
 * Passes for an id that this instance may have given. Looks at nothing but the id, so that what it
 * says of another instance's is the same whether there is such a session or not.
 *
 * @throws Problem `wrong-instance` for another instance's, `session-not-found` for what is no id
 */
export function requireOwnInstance(id: string, instance: string): void {
  const owner = instanceIn(id);
  if (owner === undefined) throw sessionNotFound();
  if (owner === instance) return;
  throw new Problem('wrong-instance', {
    detail: `This session would be on the instance "${owner}" of pg-usher; this is "${instance}". Send the request there, or have the proxy choose the instance by the id.`,
    owner: 'admin',
    instance: owner,
  });
}

/** The same for an id that never was, and for somebody else's. */
export function sessionNotFound(): Problem {
  return new Problem('session-not-found', {
    detail:
      'You have no database session with this id, or it was closed a while ago. Open another.',
    owner: 'user',
  });
}
