import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, Repository } from 'typeorm';
import { withStore } from '../common/store-failure.js';
import { KeyedHash } from './keyed-hash.js';
import { foldName } from './ldap-names.js';
import { PasswordAttempt } from './password-attempt.entity.js';
import type { AuthSource } from './principal.js';

/** Which name of which source is tried. */
export interface TriedName {
  readonly source: AuthSource;
  readonly username: string;
}

/**
 * Counts an attempt unless the name is locked; no row comes back then. Of any number of attempts at
 * once, on any number of instances, each has its turn at the row. From the fifth on the name is
 * locked for a second, and twice as long each further time, up to a quarter of an hour.
 */
const BEGIN = `
  insert into password_attempt as a (key, failed_count, locked_until, last_at)
  values ($1, 1, null, now())
  on conflict (key) do update set
    failed_count = a.failed_count + 1,
    last_at = now(),
    locked_until = case when a.failed_count >= 4
      then now() + least(900, power(2, least(a.failed_count - 4, 10))) * interval '1 second' end
  where a.locked_until is null or a.locked_until <= now()
  returning failed_count`;

const WAIT = `
  select greatest(1, ceil(extract(epoch from locked_until - now())))::int as wait
  from password_attempt where key = $1`;

/** What nobody has tried for a day begins anew; this also bounds the table. */
const FORGET = `delete from password_attempt where last_at < now() - interval '1 day'`;

/**
 * The lock-out of names whose password is being guessed, for all instances together. An attempt
 * counts as failed from its beginning, so that many at once are no way around. All methods throw
 * Problem `store-unavailable`.
 */
@Injectable()
export class Lockout {
  constructor(
    @InjectRepository(PasswordAttempt) private readonly attempts: Repository<PasswordAttempt>,
    private readonly hash: KeyedHash,
  ) {}

  /** @returns 0 when the attempt may go on; otherwise seconds to wait, and it is not counted */
  async begin(name: TriedName): Promise<number> {
    const key = this.keyOf(name);
    return withStore(async () => {
      await this.attempts.query(FORGET);
      const counted: unknown = await this.attempts.query(BEGIN, [key]);
      if (firstRow(counted) !== undefined) return 0;
      const waiting: unknown = await this.attempts.query(WAIT, [key]);
      return Number(firstRow(waiting)?.['wait'] ?? 1);
    });
  }

  /** The attempt ended well, or an administrator has set a new password: the slate is clean. */
  async succeeded(name: TriedName, manager?: EntityManager): Promise<void> {
    const key = this.keyOf(name);
    const attempts = manager?.getRepository(PasswordAttempt) ?? this.attempts;
    await withStore(() => attempts.delete(key));
  }

  /** Nobody could say whether the password was right, so the attempt is not held against the name. */
  async undecided(name: TriedName): Promise<void> {
    const key = this.keyOf(name);
    const failedCount = (): string => 'greatest(failed_count - 1, 0)';
    await withStore(() => this.attempts.update(key, { failedCount, lockedUntil: null }));
  }

  /** Until when each of the accounts is locked, by user name; those that are not are left out. */
  async locked(usernames: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const keys = new Map(
      usernames.map((username) => [this.keyOf({ source: 'internal', username }), username]),
    );
    const rows = await withStore(() => this.attempts.findBy({ key: In([...keys.keys()]) }));
    const now = new Date();
    const locked = new Map<string, Date>();
    for (const { key, lockedUntil } of rows) {
      const username = keys.get(key);
      if (username === undefined || lockedUntil === null || lockedUntil <= now) continue;
      locked.set(username, lockedUntil);
    }
    return locked;
  }

  private keyOf(name: TriedName): string {
    return this.hash.of('password-name', countedName(name));
  }
}

/**
 * The name that attempts are counted for. A directory takes "Alice " for "alice", so all spellings
 * share one count; our own accounts have one spelling.
 */
export function countedName({ source, username }: TriedName): string {
  return `${source}\n${source === 'internal' ? username : foldName(username)}`;
}

/** Of what the driver gives: rows, or for some statements a pair of rows and their number. */
function firstRow(result: unknown): Readonly<Record<string, unknown>> | undefined {
  const first: unknown = Array.isArray(result) ? result[0] : undefined;
  if (Array.isArray(first)) return firstRow(first);
  return typeof first === 'object' && first !== null ? { ...first } : undefined;
}
