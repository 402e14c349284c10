import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { type AuditCaller, AuditService } from '../audit/audit.service.js';
import { ConfigError } from '../config/config-error.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { errorCode } from '../common/error-code.js';
import { definitionFormat } from '../config/definition-file.js';
import { planSeed, type SeedPlan } from './seed-plan.js';
import { columnsOf, ServerDefinitionRow } from './server-definition.entity.js';
import { parseServersFile, type ServerFileEntry } from './servers-file.js';

/** Makes the store say what SERVERS_FILE says, each time the service starts. */
@Injectable()
export class ServersSeeder implements OnApplicationBootstrap {
  readonly #logger = new Logger('Servers');

  constructor(
    @Inject(APP_CONFIG) private readonly config: AppConfig,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly audit: AuditService,
  ) {}

  /** @throws ConfigError, which stops the start, when the file cannot be applied as a whole */
  async onApplicationBootstrap(): Promise<void> {
    const { serversFile } = this.config;
    if (serversFile === undefined) {
      return;
    }
    const format = definitionFormat(serversFile);
    const plan = await this.apply(parseServersFile(await textOf(serversFile), format));
    this.#logger.log(
      `SERVERS_FILE: ${plan.add.length} added, ${plan.change.length} changed, ${plan.remove.length} removed, ${plan.unchanged} unchanged.`,
    );
  }

  /**
   * Applies all entries or none. Applying the same entries again changes nothing. Another instance
   * that starts at the same time waits at the table lock, and then finds nothing to do.
   */
  async apply(entries: readonly ServerFileEntry[]): Promise<SeedPlan> {
    return this.dataSource.transaction(async (manager) => {
      // Stronger than an advisory lock: no definition can be made through the API either, while
      // names are compared. Reading goes on.
      await manager.query('lock table server_definition in share row exclusive mode');
      const plan = planSeed(await manager.find(ServerDefinitionRow), entries);
      if (plan.conflicts.length > 0) {
        throw new ConfigError(plan.conflicts);
      }
      await this.#record(manager, await carryOut(manager, plan));
      return plan;
    });
  }

  /** One row each, under one request id; nobody asked, so there is no principal. */
  async #record(manager: EntityManager, changes: readonly Change[]): Promise<void> {
    const caller: AuditCaller = {
      principal: undefined,
      requestId: randomUUID(),
      remoteAddress: 'SERVERS_FILE',
    };
    for (const change of changes) {
      await this.audit.change(manager, caller, change);
    }
  }
}

interface Change {
  readonly action: 'server.create' | 'server.update' | 'server.remove';
  readonly serverId: string;
  readonly serverRevision: number;
}

async function carryOut(
  manager: EntityManager,
  { add, change, remove }: SeedPlan,
): Promise<Change[]> {
  // Two servers may swap their names; only the end has to be free of clashes.
  await manager.query('set constraints all deferred');
  const changes: Change[] = [];
  for (const { id, revision } of remove) {
    await manager.delete(ServerDefinitionRow, { id });
    changes.push({ action: 'server.remove', serverId: id, serverRevision: revision });
  }
  for (const { id, revision, draft } of change) {
    const columns = { ...columnsOf(draft), revision, updatedAt: new Date() };
    await manager.update(ServerDefinitionRow, { id }, columns);
    changes.push({ action: 'server.update', serverId: id, serverRevision: revision });
  }
  for (const { id = randomUUID(), draft } of add) {
    const columns = { ...columnsOf(draft), id, managedBy: 'file' as const, revision: 1 };
    await manager.insert(ServerDefinitionRow, columns);
    changes.push({ action: 'server.create', serverId: id, serverRevision: 1 });
  }
  return changes;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) {
      throw error;
    }
    throw new ConfigError([`SERVERS_FILE names a file that cannot be read (${code}).`], {
      cause: error,
    });
  }
}
