import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { errorCode } from '../common/error-code.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { HistoryRow } from './history-row.entity.js';

const HOUR_MS = 3_600_000;
/** Several instances that were started together do not look at the same moment. */
const JITTER_MS = 600_000;
/** Rows in one statement, so that none is long. */
const BATCH = 5000;
/** The newest runs of one person that are kept: a program may make millions in a day. */
export const MOST_OF_ONE = 10_000;

/**
 * Deletes runs that are older than HISTORY_DAYS, and all but the newest 10,000 of each person: at
 * the start and then each hour. With HISTORY_SQL_TEXT off, the texts and messages that were kept
 * before go at the start. Instances may do this at the same time: rows that one is deleting are
 * passed over by the others.
 */
@Injectable()
export class HistoryRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('History');
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(
    @InjectRepository(HistoryRow) private readonly rows: Repository<HistoryRow>,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.#working = this.#tidy(async () => {
      await this.#deleteOld();
      if (!this.config.history.sqlText) await this.#deleteTexts();
    });
    this.#schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  /** What is done each hour. Never rejects: what fails is tried again an hour later. */
  sweep(): Promise<void> {
    return this.#tidy(() => this.#deleteOld());
  }

  #schedule(): void {
    const ms = HOUR_MS - JITTER_MS / 2 + Math.random() * JITTER_MS;
    this.#timer = setTimeout(() => {
      this.#working = this.sweep();
      this.#schedule();
    }, ms).unref();
  }

  async #tidy(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#logger.warn(
        `The history could not be tidied (${errorCode(error) ?? 'no code'}); it will be in an hour.`,
      );
    }
  }

  async #deleteOld(): Promise<void> {
    await this.#inBatches('started_at <= now() - make_interval(days => $2)', [
      this.config.history.days,
    ]);
    const crowded = await this.rows
      .createQueryBuilder('entry')
      .select(['entry.issuer as issuer', 'entry.subject as subject'])
      .groupBy('entry.issuer, entry.subject')
      .having('count(*) > :most', { most: MOST_OF_ONE })
      .getRawMany<{ issuer: string; subject: string }>();
    for (const owner of crowded) await this.#deleteBeyond(owner);
  }

  async #deleteBeyond(owner: { issuer: string; subject: string }): Promise<void> {
    const [first] = await this.rows.find({
      select: { id: true, startedAt: true },
      where: owner,
      order: { startedAt: 'DESC', id: 'DESC' },
      skip: MOST_OF_ONE,
      take: 1,
    });
    if (first === undefined) return;
    await this.#inBatches(
      'issuer = $2 and subject = $3 and (started_at, id) <= ($4::timestamptz, $5::uuid)',
      [owner.issuer, owner.subject, first.startedAt, first.id],
    );
  }

  async #inBatches(condition: string, values: readonly unknown[]): Promise<void> {
    for (let count = BATCH; count === BATCH && !this.#stopping;) {
      const deleted: unknown = await this.rows.query(
        `with old as (
           select id from query_history where ${condition} limit $1 for update skip locked),
         gone as (
           delete from query_history where id in (select id from old) returning id)
         select id from gone`,
        [BATCH, ...values],
      );
      count = Array.isArray(deleted) ? deleted.length : 0;
    }
  }

  /** In the order of ids, as looking from the start each time would take longer and longer. */
  async #deleteTexts(): Promise<void> {
    for (let after: unknown = NO_ID; typeof after === 'string' && !this.#stopping;) {
      const [cleared]: { last: unknown }[] = await this.rows.query(
        `with kept as (
           select id from query_history
           where id > $1 and (sql is not null or error is not null) order by id limit $2),
         cleared as (
           update query_history set sql = null, sql_cut = false, error = null
           where id in (select id from kept) returning id)
         select max(id::text) as last from cleared`,
        [after, BATCH],
      );
      after = cleared?.last;
    }
  }
}

/** Before all others. */
const NO_ID = '00000000-0000-0000-0000-000000000000';
