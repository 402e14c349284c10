import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { AuditCaller } from '../../audit/audit.service.js';
import type { Principal } from '../../auth/principal.js';
import { Problem } from '../../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../../config/config.js';
import { LiveWork } from '../../connection/live-work.js';
import { type Clock, SESSION_CLOCK } from '../sessions/clock.js';
import { instanceIn, newSessionId } from '../sessions/session-id.js';
import { ownerOf } from '../sessions/session-owner.js';
import type { DownloadOrder } from './download-order.js';
import { DownloadOrders } from './download-orders.service.js';
import type { CreateDownloadDto, CreateSessionDownloadDto, DownloadDto } from './downloads.dto.js';
import {
  type Holder,
  PENDING_MS,
  type PendingDownload,
  PendingDownloads,
} from './pending-downloads.js';

export type DownloadCaller = AuditCaller & { readonly principal: Principal };

/** Notes what is to be downloaded, and hands it out once. */
@Injectable()
export class Downloads {
  readonly #pending: PendingDownloads;

  constructor(
    private readonly orders: DownloadOrders,
    private readonly liveWork: LiveWork,
    @Inject(SESSION_CLOCK) clock: Clock,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {
    this.#pending = new PendingDownloads(clock);
  }

  /** @throws Problem of {@link DownloadOrders.onServer}, `too-many-requests` */
  async create(caller: DownloadCaller, body: CreateDownloadDto): Promise<DownloadDto> {
    return this.#note(caller, await this.orders.onServer(caller.principal, body));
  }

  /** @throws Problem of {@link DownloadOrders.onSession}, `too-many-requests` */
  async createOnSession(
    caller: DownloadCaller,
    sessionId: string,
    body: CreateSessionDownloadDto,
  ): Promise<DownloadDto> {
    return this.#note(caller, await this.orders.onSession(caller.principal, sessionId, body));
  }

  /** @throws Problem `wrong-instance`, whatever there is; `download-not-found` */
  take(caller: DownloadCaller, id: string): PendingDownload {
    const instance = instanceIn(id);
    if (instance !== undefined && instance !== this.config.instance) throw elsewhere(instance);
    const download = this.#pending.take(id, holderOf(caller));
    if (download === undefined) throw downloadNotFound();
    return download;
  }

  #note(caller: DownloadCaller, order: DownloadOrder): DownloadDto {
    const { instance } = this.config;
    const id = newSessionId(instance);
    const executionId = randomUUID();
    // Before it waits, so that an end which comes meanwhile is heard.
    const work = this.liveWork.begin(caller, { kept: true });
    this.#pending.add({ id, executionId, order, ...holderOf(caller) }, work);
    const expiresAt = new Date(Date.now() + PENDING_MS).toISOString();
    return { id, instance, executionId, url: `/api/v1/downloads/${id}`, expiresAt };
  }
}

function holderOf({ principal, sessionKey }: DownloadCaller): Holder {
  return { owner: ownerOf(principal), sessionKey };
}

function elsewhere(instance: string): Problem {
  return new Problem('wrong-instance', {
    detail: `This download would be on the instance "${instance}" of pg-usher. Send the request there, or have the proxy choose the instance by the id.`,
    owner: 'admin',
    instance,
  });
}

/** The same for an id that never was, for somebody else's, and for one that was used or is too old. */
function downloadNotFound(): Problem {
  return new Problem('download-not-found', {
    detail:
      'There is no such download for you to fetch: each is there once, for a minute, in the sign-in that asked for it. Ask for it again.',
    owner: 'user',
  });
}
