import type { Protection } from '../servers/server-definition.js';
import type { ParameterStatusMessage } from './pg-internals.js';
import type { Session } from './session.js';

/** In the middle of a session PostgreSQL reported another person, or a superuser. */
export class IdentityChanged extends Error {
  override readonly name = 'IdentityChanged';
}

/**
 * Ends a session whose `session_authorization` changes, or whose `is_superuser` goes on, which
 * PostgreSQL reports by itself (PostgreSQL 18, section 54.2.7). The role's attributes were checked
 * before the first statement; this is for what a grant, or a change of the role, allows since.
 * The report comes at the end of a statement, so it cannot be prevented here, only ended and put
 * on record.
 */
export function watchIdentity(
  { client }: Session,
  role: string,
  allowed: readonly Protection[],
): void {
  client.connection.on('parameterStatus', (message: ParameterStatusMessage) => {
    const { parameterName, parameterValue } = message;
    const becameOther = parameterName === 'session_authorization' && parameterValue !== role;
    const becameSuperuser =
      parameterName === 'is_superuser' &&
      parameterValue !== 'off' &&
      !allowed.includes('superuser');
    if (!becameOther && !becameSuperuser) return;
    const changed = new IdentityChanged();
    // At once, for the statement's end is in the same packet; destroying tells it only afterwards.
    client.connection.emit('error', changed);
    client.connection.stream.destroy(changed);
  });
}
