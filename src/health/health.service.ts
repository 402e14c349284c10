import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Problem } from '../common/problem.js';

const PROBE_MS = 2000;

/** Whether what the service needs is there. A provider that is down is not our illness. */
@Injectable()
export class HealthService {
  /** Probes that come while one is under way share it, so that they never pile up in the pool. */
  #probe: Promise<void> | undefined;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @throws Problem `store-unavailable` when our own database does not answer within 2 s */
  async assertReady(): Promise<void> {
    this.#probe ??= this.#askStore().finally(() => {
      this.#probe = undefined;
    });
    if (!(await fulfilledWithin(this.#probe, PROBE_MS))) {
      throw new Problem('store-unavailable', {
        detail: "Not ready: pg-usher's own database does not answer.",
        owner: 'admin',
        retryAfter: 5,
      });
    }
  }

  async #askStore(): Promise<void> {
    await this.dataSource.query('select 1');
  }
}

/** True when the promise is fulfilled in time; false when it is rejected or still open. */
async function fulfilledWithin(promise: Promise<void>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, limitMs, false);
  });
  try {
    return await Promise.race([
      promise.then(
        () => true,
        () => false,
      ),
      limit,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
