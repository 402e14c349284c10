import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { QueryFailedError, Repository, type SelectQueryBuilder } from 'typeorm';
import { type Principal, principalIdentity } from '../auth/principal.js';
import { errorCode } from '../common/error-code.js';
import { containing } from '../common/like-patterns.js';
import { page } from '../common/page.js';
import { Problem } from '../common/problem.js';
import { withStore } from '../common/store-failure.js';
import { type TimeCursor, writeCursor } from '../common/time-cursor.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { HistoryQueue } from './history-queue.js';
import { type HistoryEntry, historyRow } from './history-row.js';
import { HistoryRow } from './history-row.entity.js';

/** Characters of a text that a list shows. */
const PREVIEW = 1000;

/** Which of one's own runs. */
export interface HistorySearch {
  /** In the text, the server's name, the database or the message; case does not matter. */
  readonly text?: string | undefined;
  readonly serverId?: string | undefined;
  readonly outcome?: string | undefined;
  readonly limit: number;
  /** The runs before that one. */
  readonly before?: TimeCursor | undefined;
}

export interface HistoryPage {
  readonly items: HistoryRow[];
  /** For the page after this one, while there is one. */
  readonly next: string | null;
}

/**
 * What people find of their own runs. Every statement here names the owner, so that nobody, an
 * administrator included, is given another's.
 */
@Injectable()
export class HistoryService implements OnApplicationShutdown {
  readonly #logger = new Logger('History');
  readonly #queue: HistoryQueue<HistoryEntry, HistoryRow>;

  constructor(
    @InjectRepository(HistoryRow) private readonly rows: Repository<HistoryRow>,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {
    this.#queue = new HistoryQueue({
      prepare: (entry) => historyRow(entry, config.history.sqlText),
      write: async (batch) => {
        await rows
          .createQueryBuilder()
          .insert()
          .values([...batch])
          .updateEntity(false)
          .execute();
      },
      isHopeless,
      onLost: (count, reason) => {
        this.#logger.warn(
          `${String(count)} runs are missing in the history (${sqlstateOf(reason) ?? 'the store was away'}).`,
        );
      },
    });
  }

  /**
   * Keeps a run, a moment later. Returns at once and never throws: the answer does not depend on
   * it. While the store is away a thousand runs wait, and more are dropped. Keeps nothing where
   * `HISTORY_DAYS` is 0.
   */
  record(entry: HistoryEntry): void {
    if (this.config.history.days > 0) this.#queue.add(entry);
  }

  /** The newest first, what has just ended included. Texts are cut to their first 1,000 characters. */
  async list(owner: Principal, search: HistorySearch): Promise<HistoryPage> {
    await this.#queue.flush();
    const query = narrowed(this.#ownedBy(owner), search)
      .addSelect(`left(entry.sql, ${String(PREVIEW)})`, 'preview')
      .addSelect(`entry.sql_cut or length(entry.sql) > ${String(PREVIEW)}`, 'cut')
      .orderBy('entry.startedAt', 'DESC')
      .addOrderBy('entry.id', 'DESC')
      .limit(search.limit + 1);
    const { entities, raw } = await withStore(() =>
      query.getRawAndEntities<{ preview: string | null; cut: boolean | null }>(),
    );
    const found = entities.map((entry, index) => ({
      ...entry,
      sql: raw[index]?.preview ?? null,
      sqlCut: raw[index]?.cut ?? false,
    }));
    return page(found, search.limit, ({ startedAt: at, id }) => writeCursor({ at, id }));
  }

  /** @throws Problem `not-found` for a run that is not one's own */
  async read(owner: Principal, id: string): Promise<HistoryRow> {
    await this.#queue.flush();
    const row = await withStore(() => this.rows.findOneBy({ ...principalIdentity(owner), id }));
    if (row === null) throw noSuchRun();
    return row;
  }

  /** @throws Problem `not-found` for a run that is not one's own */
  async forget(owner: Principal, id: string): Promise<void> {
    await this.#queue.flush();
    const { affected } = await withStore(() =>
      this.rows.delete({ ...principalIdentity(owner), id }),
    );
    if (affected !== 1) throw noSuchRun();
  }

  /** @returns how many runs there were */
  async forgetAll(owner: Principal): Promise<number> {
    await this.#queue.flush();
    const { affected } = await withStore(() => this.rows.delete(principalIdentity(owner)));
    return affected ?? 0;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#queue.close();
  }

  /** Everything of them but the texts, which may be long. */
  #ownedBy(owner: Principal): SelectQueryBuilder<HistoryRow> {
    const shown = this.rows.metadata.columns.filter(({ propertyName }) => propertyName !== 'sql');
    return this.rows
      .createQueryBuilder('entry')
      .select(shown.map(({ propertyName }) => `entry.${propertyName}`))
      .where('entry.issuer = :issuer and entry.subject = :subject', principalIdentity(owner));
  }
}

function narrowed(
  query: SelectQueryBuilder<HistoryRow>,
  { text, serverId, outcome, before }: HistorySearch,
): SelectQueryBuilder<HistoryRow> {
  if (serverId !== undefined) query.andWhere('entry.server_id = :serverId', { serverId });
  if (outcome !== undefined) query.andWhere('entry.outcome = :outcome', { outcome });
  if (before !== undefined) {
    query.andWhere('(entry.started_at, entry.id) < (:at, :id)', before);
  }
  if (text !== undefined) {
    query.andWhere(
      `(entry.sql ilike :like or entry.server_name ilike :like
        or entry.database ilike :like or entry.error ilike :like)`,
      { like: containing(text) },
    );
  }
  return query;
}

function noSuchRun(): Problem {
  return new Problem('not-found', {
    detail: 'There is no such run in your history. It may have been deleted already.',
    owner: 'user',
  });
}

/**
 * Data exceptions, constraints and limits of a row (SQLSTATE classes 22, 23 and 54): the row itself
 * is refused, now and later.
 */
function isHopeless(error: unknown): boolean {
  return /^(?:22|23|54)/.test(sqlstateOf(error) ?? '');
}

function sqlstateOf(error: unknown): string | undefined {
  return error instanceof QueryFailedError ? errorCode(error.driverError) : errorCode(error);
}
