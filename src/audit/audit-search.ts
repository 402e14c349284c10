import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type SelectQueryBuilder } from 'typeorm';
import { readInstant } from '../common/instant.js';
import { containing } from '../common/like-patterns.js';
import { page } from '../common/page.js';
import { withStore } from '../common/store-failure.js';
import { AuditEvent } from './audit-event.entity.js';
import type { AuditFilterDto } from './audit-query.dto.js';

/** What is asked for as the row has it. */
const EXACT = [
  'phase',
  'action',
  'intentId',
  'requestId',
  'instance',
  'remoteAddress',
  'authSource',
  'issuer',
  'subject',
  'username',
  'databaseUser',
  'serverId',
  'database',
  'target',
  'sessionUser',
  'backendPid',
  'databaseSessionId',
  'sqlSha256',
  'code',
  'sqlstate',
] as const satisfies readonly (keyof AuditEvent & keyof AuditFilterDto)[];

/** Where a person's name may be. Each has an index of its own, which {@link AuditSearch} relies on. */
const NAMES = ['username', 'subject', 'databaseUser'] as const;

type Names = readonly { readonly column: (typeof NAMES)[number]; readonly found: string[] }[];

/** Up to so many names, the rows of each are looked up by themselves. */
const FEW_NAMES = 200;

/** Which part of the list. */
interface Part {
  readonly limit: number;
  /** The id of a row; those before it. */
  readonly before: string | undefined;
}

/**
 * Finds rows of the audit. They come in the order of their time, and of their ids within the same
 * microsecond, because every index for a filter ends with these two: then the length of the audit
 * does not matter to a filter that has one, nor to a range of time.
 */
@Injectable()
export class AuditSearch {
  constructor(@InjectRepository(AuditEvent) private readonly events: Repository<AuditEvent>) {}

  /** The newest first. */
  async list(
    { person, ...filter }: AuditFilterDto,
    part: Part,
  ): Promise<{ items: AuditEvent[]; next: string | null }> {
    const query = this.#newest('event', filter, part);
    return withStore(async () => {
      if (person !== undefined) {
        const names = await this.#names(person);
        const branch = (column: string): string =>
          this.#newest('found', filter, part)
            .select('found.id', 'id')
            .andWhere(`found.${column} = name.value`)
            .getQuery();
        narrowToNames(query, names, branch);
      }
      return page(await query.getMany(), part.limit, ({ id }) => id);
    });
  }

  /** One row more than wanted, so that it is known whether there is more. */
  #newest(
    alias: string,
    filter: Omit<AuditFilterDto, 'person'>,
    { limit, before }: Part,
  ): SelectQueryBuilder<AuditEvent> {
    const query = this.events
      .createQueryBuilder(alias)
      .orderBy(`${alias}.at`, 'DESC')
      .addOrderBy(`${alias}.id`, 'DESC')
      .limit(limit + 1);
    narrow(query, filter);
    if (before !== undefined) goOnAfter(query, before);
    return query;
  }

  /**
   * The names that contain a text. One is found after the other in the column's index, so that it
   * takes as many looks as there are names, and not as there are rows (PostgreSQL wiki, "Loose
   * indexscan").
   */
  async #names(text: string): Promise<Names> {
    const lists: { column: (typeof NAMES)[number]; found: string[] }[] = [];
    for (const column of NAMES) {
      const name = this.events.metadata.findColumnWithPropertyName(column)?.databaseName ?? '';
      const rows: { value: string }[] = await this.events.query(
        `with recursive name(value) as (
           (select ${name} from audit_event where ${name} is not null order by ${name} limit 1)
           union all
           select (select ${name} from audit_event
                   where ${name} > name.value order by ${name} limit 1)
           from name where name.value is not null)
         select value from name where value ilike $1`,
        [containing(text)],
      );
      lists.push({ column, found: rows.map(({ value }) => value) });
    }
    return lists;
  }
}

function narrow(
  query: SelectQueryBuilder<AuditEvent>,
  filter: Omit<AuditFilterDto, 'person'>,
): void {
  const { alias } = query;
  for (const field of EXACT) {
    const value = filter[field];
    if (value !== undefined) query.andWhere(`${alias}.${field} = :${field}`, { [field]: value });
  }
  const { outcome, statementClass, since, until } = filter;
  if (outcome === 'running') {
    query.andWhere(`${alias}.phase = 'intent'`);
    query.andWhere(`${alias}.intentId in (select intent_id from open_act)`);
  } else if (outcome !== undefined) {
    query.andWhere(`${alias}.outcome = :outcome`, { outcome });
  }
  if (statementClass !== undefined) {
    query.andWhere(`:statementClass = any(string_to_array(${alias}.statementClass, ','))`, {
      statementClass,
    });
  }
  if (since !== undefined) query.andWhere(`${alias}.at >= :since`, { since: readInstant(since) });
  if (until !== undefined) query.andWhere(`${alias}.at < :until`, { until: readInstant(until) });
}

/**
 * How many rows a name has, and how old they are, the planner cannot know. So the newest of each
 * name are taken from its index, and the newest of all from these. Of many names together there are
 * rows enough everywhere.
 *
 * @param branch the newest rows of the name `name.value` in that column, as SQL
 */
function narrowToNames(
  query: SelectQueryBuilder<AuditEvent>,
  names: Names,
  branch: (column: string) => string,
): void {
  const places = names.filter(({ found }) => found.length > 0);
  const count = places.reduce((sum, { found }) => sum + found.length, 0);
  const few = places.map(
    ({ column }) =>
      `select hit.id from unnest(:${column}Names::text[]) name(value), lateral (${branch(column)}) hit`,
  );
  const many = places.map(({ column }) => `${query.alias}.${column} = any(:${column}Names)`);
  const condition =
    count > FEW_NAMES ? `(${many.join(' or ')})` : `${query.alias}.id in (${few.join(' union ')})`;
  query.andWhere(
    places.length === 0 ? 'false' : condition,
    Object.fromEntries(places.map(({ column, found }) => [`${column}Names`, found])),
  );
}

/** The time of the row is looked up here, as our own dates have milliseconds and the store has more. */
function goOnAfter(query: SelectQueryBuilder<AuditEvent>, before: string): void {
  const { alias } = query;
  query.andWhere(
    `(${alias}.at, ${alias}.id) < (
       coalesce((select at from audit_event where id <= :before order by id desc limit 1),
                '-infinity'), :before::bigint)`,
    { before },
  );
}
