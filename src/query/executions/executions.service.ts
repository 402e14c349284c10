import { Inject, Injectable } from '@nestjs/common';
import { type AuditCaller, AuditService } from '../../audit/audit.service.js';
import type { Principal } from '../../auth/principal.js';
import { Problem } from '../../common/problem.js';
import { APP_CONFIG, type AppConfig } from '../../config/config.js';
import { Acts } from '../../connection/acts.service.js';
import { Gate } from '../../connection/gate.js';
import { instanceIn } from '../sessions/session-id.js';
import { ACTIVITY_SQL, activityOf } from './activity.js';
import type { Execution } from './execution.js';
import type { ActivityDto, ExecutionDto, ExecutionProblemDto } from './executions.dto.js';
import { Executions } from './executions.js';

/** How long a look at a backend is shown before there is another, in milliseconds. */
const LOOK_MS = 2000;
/** How long a cancel may take to be answered, in milliseconds. */
const CANCEL_WAIT_MS = 10_000;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Look {
  readonly at: number;
  readonly activity: Promise<ActivityDto | undefined>;
}

/** Watching and stopping runs, each by its owner only. */
@Injectable()
export class ExecutionsService {
  /** Who polls each second does not connect each second. */
  readonly #looks = new WeakMap<Execution, Look>();

  constructor(
    private readonly executions: Executions,
    private readonly gate: Gate,
    private readonly acts: Acts,
    private readonly audit: AuditService,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  list(principal: Principal): readonly ExecutionDto[] {
    return this.executions.mine(principal).map((execution) => this.#describe(execution));
  }

  /**
   * @param gone aborts when nobody waits for the answer any more
   * @throws Problem `execution-not-found`, `wrong-instance`
   */
  async look(
    caller: AuditCaller & { readonly principal: Principal },
    id: string,
    gone: AbortSignal,
  ): Promise<ExecutionDto> {
    const execution = await this.#find(caller.principal, id);
    const activity = await this.#activity(caller, execution, gone);
    return { ...this.#describe(execution), ...(activity === undefined ? {} : { activity }) };
  }

  /** @throws Problem `execution-not-found`, `wrong-instance` */
  async get(principal: Principal, id: string): Promise<ExecutionDto> {
    return this.#describe(await this.#find(principal, id));
  }

  /**
   * Cancels and waits for PostgreSQL's answer, as long as that may take. What has ended stays as it
   * is.
   *
   * @throws Problem `execution-not-found`, `wrong-instance`
   */
  async cancel(principal: Principal, id: string): Promise<ExecutionDto> {
    const execution = await this.#find(principal, id);
    execution.cancel();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CANCEL_WAIT_MS);
    });
    await Promise.race([execution.ended, late]);
    clearTimeout(timer);
    return this.#describe(execution);
  }

  /**
   * What another instance runs can be watched and stopped there only.
   *
   * @param address the id, or with the instance's name before it, by which a proxy finds that
   */
  async #find(principal: Principal, address: string): Promise<Execution> {
    const named = instanceIn(address);
    if (named !== undefined && named !== this.config.instance) throw elsewhere(named);
    const id = named === undefined ? address : address.slice(named.length + 1);
    const execution = this.executions.find(principal, id);
    if (execution !== undefined) return execution;
    const instance = UUID.test(id) ? await this.audit.runningOn(id, principal) : undefined;
    if (instance === undefined) throw executionNotFound();
    throw new Problem('wrong-instance', {
      detail: `This runs on the instance "${instance}" of pg-usher. Ask there, or end the request that began it.`,
      owner: 'user',
      instance,
    });
  }

  async #activity(
    caller: AuditCaller & { readonly principal: Principal },
    execution: Execution,
    gone: AbortSignal,
  ): Promise<ActivityDto | undefined> {
    if (execution.report === undefined || execution.state === 'ended') return undefined;
    const known = this.#looks.get(execution);
    if (known !== undefined && performance.now() - known.at < LOOK_MS) return known.activity;
    const activity = this.#ask(caller, execution, execution.report.backendPid, gone);
    this.#looks.set(execution, { at: performance.now(), activity });
    return activity;
  }

  /** As the person, through the gate. A server that has no connection left is no failure here. */
  async #ask(
    auditCaller: AuditCaller & { readonly principal: Principal },
    { facts }: Execution,
    backendPid: number,
    gone: AbortSignal,
  ): Promise<ActivityDto | undefined> {
    try {
      const caller = await this.gate.admitCaller(auditCaller.principal, facts.server.id);
      const act = { action: 'inspect', database: facts.database, gone } as const;
      const [row] = await this.acts.run(caller, auditCaller, act, (lease, signal) =>
        lease.rows(ACTIVITY_SQL, [String(backendPid)], signal),
      );
      return activityOf(row);
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    }
  }

  /** What its owner may know of it without asking PostgreSQL. */
  #describe(execution: Execution): ExecutionDto {
    const { facts, result, report } = execution;
    return {
      id: facts.id,
      instance: this.config.instance,
      kind: facts.kind,
      state: execution.state,
      ...(result === undefined ? {} : { outcome: result.outcome }),
      ...(result?.problem === undefined ? {} : { problem: describeProblem(result.problem) }),
      serverId: facts.server.id,
      serverName: facts.server.name,
      database: facts.database,
      ...(facts.databaseSessionId === undefined
        ? {}
        : { databaseSessionId: facts.databaseSessionId }),
      startedAt: execution.startedAt.toISOString(),
      elapsedMs: execution.elapsedMs,
      rows: execution.rows,
      bytes: execution.bytes,
      statements: execution.statements,
      ...(report === undefined
        ? {}
        : { backendPid: report.backendPid, serverVersion: report.serverVersion }),
    };
  }
}

/** Says the same whether there is such a run or not. */
function elsewhere(instance: string): Problem {
  return new Problem('wrong-instance', {
    detail: `This run would be on the instance "${instance}" of pg-usher. Send the request there, or have the proxy choose the instance by the id.`,
    owner: 'admin',
    instance,
  });
}

/** The same for another person's as for none at all. */
function executionNotFound(): Problem {
  return new Problem('execution-not-found', {
    detail:
      'You have no execution with this id, or it ended more than ten minutes ago. Your history may have it.',
    owner: 'user',
  });
}

function describeProblem({ code, details }: Problem): ExecutionProblemDto {
  return {
    code,
    detail: details.detail,
    ...(details.sqlstate === undefined ? {} : { sqlstate: details.sqlstate }),
  };
}
