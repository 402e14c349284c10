import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { findFreePort, isPortFree } from './free-port.js';
import { Guard, type GuardedProcess } from './guard.js';
import {
  type ClusterFiles,
  HBA_ADMIN_LINE,
  type ServerTls,
  type Settings,
  writeClusterFiles,
} from './postgres-files.js';
import {
  ADMIN_ROLE,
  type ClusterSeed,
  makeFolder,
  postgresEnvironment,
  runToEnd,
  seedClusters,
} from './postgres-seed.js';

const START_PATIENCE_MS = 30_000;
const POLL_MS = 5;

/** A row as `pg` gives it, by column name. */
export type Row = Record<string, unknown>;

export interface ClusterOptions {
  /** Names the folder and `cluster_name`; small letters. */
  name: string;
  /** Whole pg_hba.conf but for the administration's line, which is always put first. */
  hba: string;
  ident?: string;
  settings?: Settings;
  tls?: ServerTls;
  /** Run in the order given, each in its database, once the server is up for the first time. */
  init?: InitScript[];
}

export interface InitScript {
  /** `postgres` unless told. It must be there, or be made by an earlier script. */
  database?: string;
  sql: string;
}

const FAST_SHUTDOWN = [
  { signal: 'SIGINT', patienceMs: 8000 },
  { signal: 'SIGQUIT', patienceMs: 3000 },
  { signal: 'SIGKILL', patienceMs: 3000 },
] as const;

/** Starts one cluster in a temporary folder of its own. When that fails, nothing stays. */
export async function startPostgresCluster(options: ClusterOptions): Promise<PostgresCluster> {
  const guard = await Guard.start();
  try {
    const cluster = await startClusterFrom(await seedClusters(guard), options);
    cluster.closeWithCluster(guard);
    return cluster;
  } catch (error) {
    await guard.close();
    throw error;
  }
}

/**
 * A real PostgreSQL server on loopback, made for a demo and for tests.
 *
 * Its bootstrap superuser is `dba`, who comes in by the unix socket with a random password only;
 * there is no `trust` or `peer` line. A role `postgres` exists if the init script makes one.
 */
export class PostgresCluster {
  readonly host = '127.0.0.1';
  readonly name: string;
  readonly dataDir: string;
  readonly socketDir: string;
  /** Everything PostgreSQL says, since the first start. */
  readonly logFile: string;
  readonly #seed: ClusterSeed;
  readonly #files: ClusterFiles;
  #port = 0;
  #postmaster: GuardedProcess | undefined;
  #ownGuard: Guard | undefined;

  constructor(seed: ClusterSeed, folder: string, options: ClusterOptions) {
    this.#seed = seed;
    this.name = options.name;
    this.dataDir = join(folder, 'data');
    this.socketDir = join(folder, 'socket');
    this.logFile = join(seed.guard.folder, `${options.name}.log`);
    this.#files = {
      hba: options.hba,
      ident: options.ident ?? '',
      settings: options.settings ?? {},
      tls: options.tls,
    };
  }

  /** The TCP port; the same for the whole life of the cluster. */
  get port(): number {
    return this.#port;
  }

  /** The postmaster's process id, or undefined while it is stopped. */
  get pid(): number | undefined {
    return this.#postmaster?.pid;
  }

  /** PostgreSQL's log until now. */
  log(): Promise<string> {
    return readFile(this.logFile, 'utf8');
  }

  /** Starts the server again after `stop()`, at the same port. */
  async start(): Promise<void> {
    if (this.#postmaster) return;
    if (this.#port !== 0) {
      await this.#launch();
      return;
    }
    for (let attempt = 1; ; attempt++) {
      this.#port = await findFreePort();
      try {
        await this.#launch();
        return;
      } catch (error) {
        // Somebody may have taken the port between our look and PostgreSQL's.
        if (attempt === 5 || (await isPortFree(this.#port))) throw error;
      }
    }
  }

  /** Fast shutdown: sessions are ended, the data stays. */
  async stop(): Promise<void> {
    await this.#postmaster?.stop();
    this.#postmaster = undefined;
  }

  /**
   * Replaces pg_hba.conf, pg_ident.conf, settings (merged) or TLS material and has the server read
   * them. Returns when every new connection sees them. Settings that need a restart need `stop()`
   * and `start()` after it.
   *
   * @throws if PostgreSQL refuses a line of pg_hba.conf or pg_ident.conf; it then keeps the old ones.
   */
  async reload(changes: Partial<Omit<ClusterFiles, 'port'>>): Promise<void> {
    const { settings, ...others } = changes;
    Object.assign(this.#files, others);
    Object.assign(this.#files.settings, settings);
    await this.#writeFiles();
    if (!this.#postmaster) return;
    const loaded = `select pg_conf_load_time()::text as at`;
    const [before] = await this.sql(loaded);
    await this.sql('select pg_reload_conf()');
    // A backend that knows of the new time was forked after the postmaster had read all files.
    while ((await this.sql(loaded))[0]?.['at'] === before?.['at']) await pause(POLL_MS);
    const errors = await this.sql(
      `select file_name, line_number, error from pg_hba_file_rules where error is not null
       union all
       select file_name, line_number, error from pg_ident_file_mappings where error is not null`,
    );
    if (errors.length > 0) throw new Error(`Not reloaded: ${JSON.stringify(errors)}`);
  }

  /**
   * Runs SQL as the superuser `dba` over the unix socket, with a connection of its own. Its
   * statements are not in the log. Many statements may be given when there are no parameters; the
   * rows are those of the last one.
   */
  async sql(statement: string, database = 'postgres', params?: unknown[]): Promise<Row[]> {
    const client = await this.connectAsAdmin(database);
    try {
      const results = [await client.query<Row>(statement, params)].flat();
      return results.at(-1)?.rows ?? [];
    } finally {
      await client.end();
    }
  }

  /** A connection as the superuser `dba`; the caller ends it. */
  async connectAsAdmin(database = 'postgres'): Promise<Client> {
    const client = new Client({
      host: this.socketDir,
      port: this.#port,
      user: ADMIN_ROLE,
      password: this.#seed.password,
      database,
      ssl: false,
      options: '-c log_statement=none',
      application_name: 'administration',
    });
    await client.connect();
    return client;
  }

  /** Stops the server and removes all its files. */
  async destroy(): Promise<void> {
    await this.stop();
    await rm(join(this.dataDir, '..'), { recursive: true, force: true });
    await this.#ownGuard?.close();
  }

  /** Has `destroy()` close that guard, too. */
  closeWithCluster(guard: Guard): void {
    this.#ownGuard = guard;
  }

  async #writeFiles(): Promise<void> {
    await writeClusterFiles(this.dataDir, this.#seed.binaries.user, {
      ...this.#files,
      hba: `${HBA_ADMIN_LINE}\n${this.#files.hba}`,
      settings: {
        port: this.#port,
        cluster_name: this.name,
        unix_socket_directories: this.socketDir,
        ...this.#files.settings,
      },
    });
  }

  async #launch(): Promise<void> {
    await this.#writeFiles();
    const { guard, binaries } = this.#seed;
    const postmaster = await guard.run({
      file: binaries.postgres,
      args: ['-D', this.dataDir],
      cwd: this.dataDir,
      env: postgresEnvironment(),
      logFile: this.logFile,
      ...binaries.user,
      stopSteps: [...FAST_SHUTDOWN],
    });
    this.#postmaster = postmaster;
    void postmaster.exited.then(() => {
      if (this.#postmaster === postmaster) this.#postmaster = undefined;
    });
    await this.#untilReady(postmaster);
  }

  /** PostgreSQL writes its state in line 8 of postmaster.pid, padded to a fixed width. */
  async #untilReady(postmaster: GuardedProcess): Promise<void> {
    const deadline = Date.now() + START_PATIENCE_MS;
    const pidFile = join(this.dataDir, 'postmaster.pid');
    while (this.#postmaster === postmaster && Date.now() < deadline) {
      const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
      if (lines[0] === String(postmaster.pid) && lines[7]?.trim() === 'ready') return;
      await pause(POLL_MS);
    }
    await this.stop();
    const tail = (await this.log()).split('\n').slice(-12).join('\n');
    throw new Error(`PostgreSQL "${this.name}" did not start:\n${tail}`);
  }
}

/** Copies the seed, starts it and runs the init scripts. */
export async function startClusterFrom(
  seed: ClusterSeed,
  options: ClusterOptions,
): Promise<PostgresCluster> {
  const { guard, binaries } = seed;
  const folder = await makeFolder(guard, binaries, options.name);
  const cluster = new PostgresCluster(seed, folder, options);
  await makeFolder(guard, binaries, join(options.name, 'socket'));
  await runToEnd(guard, binaries, ['cp', '-R', seed.dataDir, cluster.dataDir]);
  await cluster.start();
  for (const { sql, database } of options.init ?? []) await cluster.sql(sql, database);
  return cluster;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
