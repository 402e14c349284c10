import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type DeepPartial, Repository } from 'typeorm';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { AuditEvent } from './audit-event.entity.js';
import { OpenActRow } from './open-act.entity.js';

export type NewEvent = DeepPartial<AuditEvent>;

/** How long an act counts as running after its process has last said so. */
export const WATCH_SECONDS = 15;
/** Acts that are closed in one statement. */
const BATCH = 1000;
/** Longer than the longest act: what ends it has its time, too. */
const GRACE_SECONDS = 3600;

/**
 * The two rows of an act, and the list of open acts beside them: each pair is written in one
 * statement, so that both are there or neither is. All methods reject with what TypeORM throws.
 */
@Injectable()
export class ActRecords {
  readonly #processId = randomUUID();
  readonly #insert: string;
  readonly #columns: readonly { readonly field: string; readonly name: string }[];
  readonly #longestSeconds: number;

  constructor(
    @InjectRepository(AuditEvent) private readonly events: Repository<AuditEvent>,
    @Inject(APP_CONFIG) config: AppConfig,
  ) {
    this.#columns = events.metadata.columns
      .filter(({ isGenerated, isCreateDate }) => !isGenerated && !isCreateDate)
      .map(({ propertyName: field, databaseName: name }) => ({ field, name }));
    const names = this.#columns.map(({ name }) => `"${name}"`).join(', ');
    const places = this.#columns.map((_column, index) => `$${String(index + 1)}`).join(', ');
    this.#insert = `insert into audit_event (${names}) values (${places})`;
    const longestMs = Math.max(config.query.maxTimeoutMs, config.databaseSession.absoluteMs);
    this.#longestSeconds = Math.ceil(longestMs / 1000) + GRACE_SECONDS;
  }

  /** Writes an intent; the act is open from now on. */
  async open(intent: NewEvent): Promise<void> {
    const values = this.#valuesOf(intent);
    const [id, request, process, seconds] = [1, 2, 3, 4].map(
      (place) => `$${String(values.length + place)}`,
    );
    await this.events.query(
      `with intent as (${this.#insert})
       insert into open_act (intent_id, request_id, process_id, started_at, watched_until)
       values (${id}, ${request}, ${process}, now(), now() + make_interval(secs => ${seconds}))`,
      [...values, intent.intentId, intent.requestId, this.#processId, WATCH_SECONDS],
    );
  }

  /** Writes an outcome; the act is not open any more, if it was. */
  async close(outcome: NewEvent): Promise<void> {
    const values = this.#valuesOf(outcome);
    await this.events.query(
      `with closed as (delete from open_act where intent_id = $${String(values.length + 1)})
       ${this.#insert}`,
      [...values, outcome.intentId],
    );
  }

  /**
   * Says that the acts of this process still run. Not of those that have outlasted every limit:
   * they were forgotten, and get their outcome like those of a process that died.
   */
  async watch(): Promise<void> {
    await this.events.query(
      `update open_act set watched_until = now() + make_interval(secs => $2)
       where process_id = $1 and started_at > now() - make_interval(secs => $3)`,
      [this.#processId, WATCH_SECONDS, this.#longestSeconds],
    );
  }

  /**
   * Gives up to a thousand acts that nobody runs any more the outcome `unknown`. Several instances
   * may do this at once: whoever deletes the act from the list writes its outcome. Each intent is
   * looked up by its index, however the planner guesses (LATERAL with LIMIT).
   *
   * @returns how many there were, and whether there may be more
   */
  async closeUnwatched(): Promise<{ closed: number; more: boolean }> {
    const names = this.#columns.map(({ name }) => name);
    const copied = names.filter((name) => name !== 'phase' && name !== 'outcome');
    const list = (prefix: string): string => copied.map((name) => `${prefix}"${name}"`).join(', ');
    const rows: unknown = await this.events.query(
      `with lost as (
         select intent_id from open_act where watched_until < now()
         order by started_at limit $1 for update skip locked),
       closed as (
         delete from open_act where intent_id in (select intent_id from lost) returning intent_id),
       written as (
         insert into audit_event (phase, outcome, ${list('')})
         select 'outcome', 'unknown', ${list('intent.')}
         from closed cross join lateral (
           select * from audit_event
           where intent_id = closed.intent_id and phase = 'intent' limit 1) intent)
       select intent_id from closed`,
      [BATCH],
    );
    const closed = Array.isArray(rows) ? rows.length : 0;
    return { closed, more: closed === BATCH };
  }

  /** Whether an act of this request is open and its process has lately said that it runs. */
  async isRunning(requestId: string): Promise<boolean> {
    const rows: unknown = await this.events.query(
      'select 1 as running from open_act where request_id = $1 and watched_until > now() limit 1',
      [requestId],
    );
    return Array.isArray(rows) && rows.length > 0;
  }

  /** Which instance runs an act of this person's for this request; undefined where none does. */
  async runningOn(
    requestId: string,
    { issuer, subject }: { readonly issuer: string; readonly subject: string },
  ): Promise<string | undefined> {
    const event = await this.events
      .createQueryBuilder('event')
      .innerJoin(OpenActRow, 'act', 'act.intentId = event.intentId')
      .where("event.phase = 'intent' and act.requestId = :requestId", { requestId })
      .andWhere('act.watchedUntil > now()')
      .andWhere('event.issuer = :issuer and event.subject = :subject', { issuer, subject })
      .getOne();
    return event?.instance ?? undefined;
  }

  #valuesOf(event: NewEvent): unknown[] {
    return this.#columns.map(({ field }): unknown => Reflect.get(event, field) ?? null);
  }
}
