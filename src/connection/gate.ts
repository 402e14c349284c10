import { Injectable } from '@nestjs/common';
import type { SecureContext } from 'node:tls';
import { type DatabaseUser, parseDatabaseUser } from '../auth/database-user.js';
import type { OAuthPrincipal, Principal } from '../auth/principal.js';
import { Problem } from '../common/problem.js';
import type { ServerDefinition } from '../servers/server-definition.js';
import { ServersService } from '../servers/servers.service.js';
import { refuseProtectedName } from './protected-roles.js';
import { ProxyCertificate } from './proxy-certificate.js';
import { RoleBindings } from './role-bindings.service.js';

/**
 * Somebody who passed steps 1 to 3 for one server. Only the gate makes one, and a lease is given
 * for nothing else, so no call can leave these steps out.
 */
export class PassthroughCaller {
  readonly #passed = true;

  private constructor(
    readonly person: OAuthPrincipal,
    readonly server: ServerDefinition,
  ) {}

  /** For the gate, after its third step. */
  static afterStepThree(person: OAuthPrincipal, server: ServerDefinition): PassthroughCaller {
    return new PassthroughCaller(person, server);
  }

  get passed(): boolean {
    return this.#passed;
  }
}

/** What steps 4 to 7 give: with which certificate, and as whom, to connect. */
export interface Admission {
  readonly secureContext: SecureContext;
  readonly role: DatabaseUser;
}

/**
 * The ordered checks before a passthrough connection; the first that fails answers. Steps 8 and 9
 * need the connection and follow in `ConnectionService.lease`.
 */
@Injectable()
export class Gate {
  constructor(
    private readonly servers: ServersService,
    private readonly certificate: ProxyCertificate,
    private readonly bindings: RoleBindings,
  ) {}

  /** Steps 1 to 3: who calls, and may this server be reached in this way. */
  async admitCaller(
    principal: Principal | undefined,
    serverId: string,
  ): Promise<PassthroughCaller> {
    const caller = requirePrincipal(principal); //                                             1
    const server = await this.servers.get(caller, serverId); //                                2
    const person = requireOAuth(caller, server); //                                            3
    return PassthroughCaller.afterStepThree(person, server);
  }

  /** Steps 4 to 7: as whom, before a socket is opened. */
  async admitRole({ person }: PassthroughCaller): Promise<Admission> {
    const secureContext = this.certificate.require(); //                                       4
    const role = parseDatabaseUser(person.claimName, person.claimValue); //                    5
    refuseProtectedName(role); //                                                              6
    await this.bindings.claim(role, person); //                                                7
    return { secureContext, role };
  }
}

function requirePrincipal(principal: Principal | undefined): Principal {
  if (principal === undefined) {
    throw new Problem('unauthenticated', { detail: 'Sign in first.', owner: 'user' });
  }
  return principal;
}

function requireOAuth(principal: Principal, server: ServerDefinition): OAuthPrincipal {
  const refusal = { serverId: server.id, serverRevision: server.revision };
  if (principal.authSource !== 'oauth2') {
    throw new Problem('not-oauth', {
      detail: `${server.name} is reached as the person who signed in with OpenID Connect. This login ("${principal.authSource}") has no database identity; sign in with your identity provider instead.`,
      owner: 'user',
      refusal,
    });
  }
  if (!server.passthrough) {
    throw new Problem('not-oauth', {
      detail: `"Use OAuth identity for database connection" is switched off for ${server.name}, so nobody is connected to it as themselves. An administrator can switch it on.`,
      owner: 'admin',
      refusal,
    });
  }
  return principal;
}
