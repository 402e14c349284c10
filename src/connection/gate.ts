import type { SecureContext } from 'node:tls';
import { Inject, Injectable } from '@nestjs/common';
import type { DatabaseUser } from '../auth/database-user.js';
import type { OAuthPrincipal, Principal } from '../auth/principal.js';
import { databaseUserOf } from '../auth/username-transform.js';
import { Problem } from '../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import type { ServerDefinition } from '../servers/server-definition.js';
import { ServersService } from '../servers/servers.service.js';
import { type DatabaseCaller, PassthroughCaller, StoredCaller } from './caller.js';
import { refuseProtectedName } from './protected-roles.js';
import { ProxyCertificate } from './proxy-certificate.js';
import { RoleBindings } from './role-bindings.service.js';
import { requireFreshProof } from './step-up.js';

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
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  /** Steps 1 to 3: who calls, and may this server be reached in this way. */
  async admitCaller(principal: Principal | undefined, serverId: string): Promise<DatabaseCaller> {
    const caller = requirePrincipal(principal); //                                             1
    const server = await this.servers.get(caller, serverId); //                                2
    if (!server.passthrough) return StoredCaller.afterStepTwo(caller, server);
    const person = requireOAuth(caller, server); //                                            3
    requireProvider(person, server);
    requireFreshProof(person, server, Date.now() / 1000);
    return PassthroughCaller.afterStepThree(person, server);
  }

  /** Steps 4 to 7: as whom, before a socket is opened. */
  async admitRole({ person, server }: PassthroughCaller): Promise<Admission> {
    const { protectedRoles } = this.config.gate;
    const secureContext = this.certificate.require(); //                                       4
    const role = databaseUserOf(person, this.config.providers); //                              5
    refuseProtectedName(role, protectedRoles, server.allowProtected); //                       6
    await this.bindings.claim(role, person, server.trustGroup); //                             7
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
  if (principal.authSource === 'oauth2') return principal;
  throw new Problem('not-oauth', {
    detail: `${server.name} is reached as the person who signed in with OpenID Connect. This login ("${principal.authSource}") has no database identity; sign in with your identity provider instead.`,
    owner: 'user',
    refusal: { serverId: server.id, serverRevision: server.revision },
  });
}

function requireProvider(person: OAuthPrincipal, server: ServerDefinition): void {
  if (server.providers.length === 0 || server.providers.includes(person.provider)) return;
  throw new Problem('provider-not-allowed', {
    detail: `${server.name} is for people who signed in with ${server.providers.join(' or ')}; you signed in with ${person.provider}.`,
    owner: 'user',
    refusal: { serverId: server.id, serverRevision: server.revision },
  });
}
