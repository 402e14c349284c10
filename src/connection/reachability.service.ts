import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../auth/principal.js';
import type { ProblemCode } from '../common/problem.js';
import type { ServerDefinition } from '../servers/server-definition.js';
import { ServersService } from '../servers/servers.service.js';
import { probeServer } from './probe.js';
import { type Finding, ProbeCache } from './probe-cache.js';
import type { ReachabilityDto, ReachabilityState } from './reachability.dto.js';
import { StoredTls } from './stored-tls.js';

/** How long one probe may take, and a request wait for many of them, in milliseconds. */
const PROBE_MS = 3000;
const WAIT_MS = 4000;

/** Which of the servers that somebody may see are there; without a credential, and as nobody. */
@Injectable()
export class Reachability {
  readonly #probes: ProbeCache;

  constructor(
    private readonly servers: ServersService,
    { secureContext }: StoredTls,
  ) {
    this.#probes = new ProbeCache((server) => probeServer(server, secureContext, PROBE_MS));
  }

  /** @throws Problem `store-unavailable` */
  async list(principal: Principal): Promise<ReachabilityDto[]> {
    const servers = await this.servers.list(principal);
    const enough = new AbortController();
    const late = pause(WAIT_MS, undefined, { signal: enough.signal }).catch(() => undefined);
    const findings = await this.#probes.find(servers, late);
    enough.abort();
    return servers.map((server, index) => describe(server, findings[index]));
  }
}

function describe(
  { id: serverId }: ServerDefinition,
  finding: Finding | undefined,
): ReachabilityDto {
  if (finding === undefined) return { serverId, state: 'unknown', checkedAt: null };
  const { problem } = finding;
  const checkedAt = finding.checkedAt.toISOString();
  if (problem === undefined) return { serverId, state: 'reachable', checkedAt };
  const { code, details } = problem;
  return { serverId, state: stateOf(code), checkedAt, code, detail: details.detail };
}

function stateOf(code: ProblemCode): ReachabilityState {
  switch (code) {
    case 'server-unreachable':
      return 'unreachable';
    case 'server-untrusted':
      return 'untrusted';
    default:
      return 'unknown';
  }
}
