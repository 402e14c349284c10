import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, QueryFailedError, Repository } from 'typeorm';
import { type AuditCaller, AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { Problem } from '../common/problem.js';
import type { Secret } from '../common/secret.js';
import { withStore } from '../common/store-failure.js';
import { errorCode, errorField } from '../common/error-code.js';
import { requireRevision, revisionMismatch } from './revision.js';
import type { ServerDefinition, ServerDraft } from './server-definition.js';
import {
  columnsOf,
  NAME_CONSTRAINT,
  ServerDefinitionRow,
  toDefinition,
} from './server-definition.entity.js';
import { PasswordSeal } from './sealed-password.js';
import { checkServer, isPassword, type ServerMistake } from './server-rules.js';

/** Which definition is meant, and which revision of it the caller has seen (`If-Match`). */
export interface ServerTarget {
  readonly id: string;
  readonly ifMatch: string | undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The registered servers. That writes are for administrators is the guard's business. */
@Injectable()
export class ServersService {
  constructor(
    @InjectRepository(ServerDefinitionRow)
    private readonly rows: Repository<ServerDefinitionRow>,
    private readonly audit: AuditService,
    private readonly seal: PasswordSeal,
  ) {}

  /** What this principal may see, by group and name. */
  async list(principal: Principal): Promise<ServerDefinition[]> {
    const query = this.rows
      .createQueryBuilder('server')
      .orderBy('server.group', 'ASC', 'NULLS FIRST')
      .addOrderBy('server.name');
    const rows = await withStore(() => query.getMany());
    return rows.filter((row) => isVisibleTo(row, principal)).map(toDefinition);
  }

  /**
   * One definition. What is not visible to the principal is not told apart from what does not
   * exist, and neither is an id that cannot be one.
   *
   * @throws Problem `server-not-found`
   */
  async get(principal: Principal, id: string): Promise<ServerDefinition> {
    const row = await this.#find(id);
    if (!isVisibleTo(row, principal)) {
      throw serverNotFound();
    }
    return toDefinition(row);
  }

  /** The revisions, by id, of those that there are; for whoever keeps something made by them. */
  async revisions(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const options = { where: { id: In(ids) }, select: { id: true, revision: true } };
    const rows = await withStore(() => this.rows.find(options));
    return new Map(rows.map(({ id, revision }) => [id, revision]));
  }

  /** @throws Problem `validation-failed`, `passthrough-credentials`, `name-taken` */
  create(caller: AuditCaller, input: object): Promise<ServerDefinition> {
    const draft = checkedDraft(input);
    const id = randomUUID();
    const sealedPassword = this.#sealed(id, passwordIn(input)) ?? null;
    return this.#onRecord(caller, 'server.create', async (manager) => {
      const row = {
        id,
        ...columnsOf(draft),
        sealedPassword,
        managedBy: 'api',
        revision: 1,
      } as const;
      await manager.insert(ServerDefinitionRow, row);
      return toDefinition(await manager.findOneByOrFail(ServerDefinitionRow, { id }));
    });
  }

  /**
   * Changes what `input` names. One statement compares the revision and sets the new values, so
   * that of two changes of the same revision only one succeeds.
   *
   * @throws Problem `server-not-found`, `managed-by-file`, `revision-required`,
   * `revision-mismatch`, `validation-failed`, `passthrough-credentials`, `name-taken`
   */
  async update(
    caller: AuditCaller,
    target: ServerTarget,
    input: object,
  ): Promise<ServerDefinition> {
    const seen = await this.#changeable(target);
    const draft = checkedDraft(input, columnsOf(seen));
    const given = this.#sealed(seen.id, passwordIn(input));
    const changes = {
      ...columnsOf(draft),
      sealedPassword: given === undefined ? keptPassword(seen, draft) : given,
      revision: seen.revision + 1,
      updatedAt: new Date(),
    };
    return this.#onRecord(caller, 'server.update', async (manager) => {
      const { affected } = await manager.update(ServerDefinitionRow, asSeen(seen), changes);
      if (affected !== 1) {
        throw revisionMismatch();
      }
      return toDefinition({ ...seen, ...changes });
    });
  }

  /** @throws Problem `server-not-found`, `managed-by-file`, `revision-required`, `revision-mismatch` */
  async remove(caller: AuditCaller, target: ServerTarget): Promise<void> {
    const seen = await this.#changeable(target);
    await this.#onRecord(caller, 'server.remove', async (manager) => {
      const { affected } = await manager.delete(ServerDefinitionRow, asSeen(seen));
      if (affected !== 1) {
        throw revisionMismatch();
      }
      return toDefinition(seen);
    });
  }

  /**
   * The stored password of a server without passthrough; undefined when there is none to use.
   *
   * @throws Problem `revision-mismatch` when the definition has changed since it was read: the
   * password may belong to another address now
   */
  async storedPassword(server: ServerDefinition): Promise<Secret | undefined> {
    const { sealedPassword, revision } = await this.#find(server.id);
    if (revision !== server.revision) throw revisionMismatch();
    return sealedPassword === null ? undefined : this.seal.open(server.id, sealedPassword);
  }

  /** Undefined leaves the stored one as it is, null takes it away. */
  #sealed(id: string, password: string | null | undefined): string | null | undefined {
    return typeof password === 'string' ? this.seal.seal(id, password) : password;
  }

  async #find(id: string): Promise<ServerDefinitionRow> {
    const row = UUID.test(id) ? await withStore(() => this.rows.findOneBy({ id })) : null;
    if (row === null) {
      throw serverNotFound();
    }
    return row;
  }

  async #changeable({ id, ifMatch }: ServerTarget): Promise<ServerDefinitionRow> {
    const row = await this.#find(id);
    if (row.managedBy === 'file') {
      throw new Problem('managed-by-file', {
        detail: `"${row.name}" is defined in the file that SERVERS_FILE names. Change it there and restart pg-usher.`,
        owner: 'admin',
      });
    }
    requireRevision(ifMatch, row.revision);
    return row;
  }

  /** Either the change and its audit row are kept, or neither is. */
  #onRecord(
    caller: AuditCaller,
    action: string,
    change: (manager: EntityManager) => Promise<ServerDefinition>,
  ): Promise<ServerDefinition> {
    const transaction = this.rows.manager.transaction(async (manager) => {
      const changed = await change(manager);
      const { id: serverId, revision: serverRevision } = changed;
      await this.audit.change(manager, caller, { action, serverId, serverRevision });
      return changed;
    });
    return withStore(() => transaction).catch((error: unknown) => {
      throw isNameClash(error) ? nameTaken(error) : error;
    });
  }
}

function isVisibleTo(row: ServerDefinitionRow, principal: Principal): boolean {
  return (
    principal.isAdmin ||
    row.visibleTo.length === 0 ||
    row.visibleTo.some((group) => principal.groups.includes(group))
  );
}

/** Finds the row only while it is as it was read, and never one that a file has taken over. */
function asSeen({ id, revision }: ServerDefinitionRow): Partial<ServerDefinitionRow> {
  return { id, revision, managedBy: 'api' };
}

/** What a checked body says of the password. */
function passwordIn(input: object): string | null | undefined {
  const password: unknown = Reflect.get(input, 'password');
  return password === null || isPassword(password) ? password : undefined;
}

/**
 * A stored password goes to the user and the address it was entered for; whoever changes those
 * enters it again, or a definition could be turned into a way to collect it.
 */
function keptPassword(seen: ServerDefinitionRow, draft: ServerDraft): string | null {
  const same =
    !draft.passthrough &&
    draft.host === seen.host &&
    draft.port === seen.port &&
    draft.username === seen.username &&
    draft.sslMode === seen.sslMode;
  return same ? seen.sealedPassword : null;
}

function checkedDraft(input: object, base: Partial<ServerDraft> = {}): ServerDraft {
  const { draft, mistakes } = checkServer({ ...input }, base);
  if (draft === undefined) {
    throw refusedDraft(mistakes);
  }
  return draft;
}

/** Credentials on a passthrough server are named first, whatever else is wrong. */
function refusedDraft(mistakes: readonly ServerMistake[]): Problem {
  const worst = mistakes.find(({ code }) => code === 'passthrough-credentials') ?? mistakes[0];
  return new Problem(worst?.code ?? 'validation-failed', {
    detail: worst?.detail ?? 'The definition cannot be kept as it is.',
    owner: 'user',
    errors: mistakes.map(({ field, detail }) => ({ pointer: `/${field}`, detail })),
  });
}

function serverNotFound(): Problem {
  return new Problem('server-not-found', {
    detail: 'There is no server with this id, or you may not see it.',
    owner: 'user',
  });
}

/** SQLSTATE 23505 of our own constraint; the message would be translated. */
function isNameClash(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) {
    return false;
  }
  const cause: unknown = error.driverError;
  return errorCode(cause) === '23505' && errorField(cause, 'constraint') === NAME_CONSTRAINT;
}

function nameTaken(cause: unknown): Problem {
  return new Problem('name-taken', {
    detail: 'Another server has this name; names are unique among all servers, whoever sees them.',
    owner: 'user',
    cause,
  });
}
