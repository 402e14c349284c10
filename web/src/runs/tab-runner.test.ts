import {
  ConnectionLostError,
  ProblemError,
  type Problem,
  type RunEvent,
  type SessionDescription,
} from '@pg-usher/sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunOptions, RunService } from './run-service.ts';
import type { RunRequest } from './run-state.ts';
import { TabRunner } from './tab-runner.ts';

const AUTO = { mode: 'auto', isReadOnly: false, timeoutMs: undefined } as const;
const MANUAL = { ...AUTO, mode: 'manual' } as const;
const READ_ONLY = { ...AUTO, isReadOnly: true } as const;
const ON = 'set default_transaction_read_only = on';

function request(sql: string): RunRequest {
  return { kind: 'run', sql, from: 0, maxRows: 1000 };
}

function problem(code: Problem['code'], more: Partial<Problem> = {}): ProblemError {
  return new ProblemError({
    type: '',
    title: code,
    status: 400,
    detail: 'Why.',
    instance: '',
    code,
    ...more,
  });
}

function done(transactionStatus: 'idle' | 'in transaction' | 'failed'): RunEvent {
  return { kind: 'done', executionId: 'e', rows: 0, bytes: 0, transactionStatus, durationMs: 1 };
}

/** Answers each run with what is queued, and remembers what it was asked. */
class QueuedService implements RunService {
  readonly asked: string[] = [];
  readonly answers: (readonly RunEvent[] | Error | Promise<readonly RunEvent[] | Error>)[] = [];
  refusal: ProblemError | undefined;
  onCancel: () => void = () => undefined;
  lookRefusal: Error | undefined;
  idleTimeoutMs = 1000;
  #opened = 0;
  #transaction: 'idle' | 'in transaction' | 'failed' = 'idle';

  open(): Promise<SessionDescription> {
    this.asked.push('open');
    if (this.refusal !== undefined) return Promise.reject(this.refusal);
    this.#opened += 1;
    this.#transaction = 'idle';
    return Promise.resolve(this.#description());
  }
  look(): Promise<SessionDescription> {
    if (this.lookRefusal !== undefined) return Promise.reject(this.lookRefusal);
    return Promise.resolve(this.#description());
  }
  run(
    _session: SessionDescription,
    sql: string,
    { kind }: RunOptions,
  ): ReturnType<RunService['run']> {
    this.asked.push(kind === 'run' ? sql : `${kind} ${sql}`);
    const answer = this.answers.shift() ?? [done('idle')];
    return {
      events: this.#noting(eventsOf(answer)),
      cancel: () => {
        this.onCancel();
        return Promise.resolve();
      },
    };
  }
  close(): Promise<void> {
    this.asked.push('close');
    return Promise.resolve();
  }
  async *#noting(events: AsyncIterable<RunEvent>): AsyncGenerator<RunEvent> {
    try {
      for await (const event of events) {
        if (event.kind === 'done') this.#transaction = event.transactionStatus;
        yield event;
      }
    } catch (error) {
      if (error instanceof ProblemError)
        this.#transaction = error.transactionStatus ?? this.#transaction;
      throw error;
    }
  }
  #description(): SessionDescription {
    return {
      id: `one.${String(this.#opened)}`,
      instance: 'one',
      serverId: 's',
      serverName: 'shop',
      database: 'shop',
      databaseUser: 'alice',
      serverVersion: '18.1',
      backendPid: 1,
      transactionStatus: this.#transaction,
      executionId: null,
      openedAt: '',
      lastUsedAt: '',
      idleSince: null,
      expiresAt: '',
      idleTimeoutMs: this.idleTimeoutMs,
    };
  }
}

async function* eventsOf(answer: QueuedService['answers'][number]): AsyncGenerator<RunEvent> {
  const settled = await answer;
  if (settled instanceof Error) throw settled;
  yield* settled;
}

function set(...answers: QueuedService['answers']): { service: QueuedService; runner: TabRunner } {
  const service = new QueuedService();
  service.answers.push(...answers);
  return { service, runner: new TabRunner(service) };
}

describe('TabRunner', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('notices that a session has rested for too long, without a run', async () => {
    vi.useFakeTimers();
    const { service, runner } = set([done('in transaction')]);
    await runner.run(request('begin'), AUTO);
    service.lookRefusal = problem('session-closed');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(runner.getState().session).toMatchObject({ kind: 'lost', hadTransaction: true });
  });

  it('notices within a quarter of a minute that an open transaction is no more', async () => {
    vi.useFakeTimers();
    const { service, runner } = set([done('in transaction')]);
    service.idleTimeoutMs = 300_000;
    await runner.run(request('begin'), AUTO);
    service.lookRefusal = problem('session-not-found');
    await vi.advanceTimersByTimeAsync(15_000);
    expect(runner.getState().session).toMatchObject({ kind: 'lost', hadTransaction: true });
  });

  it('asks again for its session when it could not ask', async () => {
    vi.useFakeTimers();
    const { service, runner } = set([done('in transaction')]);
    service.lookRefusal = new ConnectionLostError();
    await runner.run(request('begin'), AUTO);
    service.lookRefusal = problem('session-not-found');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(runner.getState().session.kind).toBe('lost');
  });

  it('does not say what became of a run whose answer broke off', async () => {
    const { service, runner } = set([done('in transaction')], new ConnectionLostError());
    await runner.run(request('begin'), AUTO);
    service.lookRefusal = problem('session-not-found');
    await runner.run(request('commit'), AUTO);
    await Promise.resolve();
    expect(runner.getState().session).toMatchObject({ kind: 'lost', isUnknown: true });
  });

  it('opens a session at the first run, and keeps it', async () => {
    const { service, runner } = set();
    await runner.run(request('select 1'), AUTO);
    await runner.run(request('select 2'), AUTO);
    expect(service.asked).toEqual(['open', 'select 1', 'select 2']);
  });

  it('runs one thing at a time', async () => {
    const { service, runner } = set();
    await Promise.all([
      runner.run(request('select 1'), AUTO),
      runner.run(request('select 2'), AUTO),
    ]);
    expect(service.asked).toEqual(['open', 'select 1']);
  });

  it('keeps rows by result, and says what each statement did', async () => {
    const columns = [{ name: 'n', typeOid: 23, typeModifier: -1 }];
    const { runner } = set([
      { kind: 'complete', statement: 1, command: 'UPDATE 3', rowCount: 0 },
      { kind: 'columns', executionId: 'e', statement: 2, columns },
      { kind: 'rows', rows: [['1'], [null]] },
      { kind: 'complete', statement: 2, command: 'SELECT 2', rowCount: 2 },
      done('idle'),
    ]);
    await runner.run(request('update t set a = 1; select n from t'), AUTO);
    const { run } = runner.getState();
    expect(run?.results.map(({ sql, data }) => [sql, data.rowCount, data.cell(1, 0)])).toEqual([
      ['select n from t', 2, null],
    ]);
    expect(run?.messages.map(({ text }) => text)).toEqual(['UPDATE 3', 'SELECT 2']);
  });

  it('begins a transaction first in manual mode, once', async () => {
    const inside = [done('in transaction')];
    const { service, runner } = set(inside, inside, inside);
    await runner.run(request('update t set a = 1'), MANUAL);
    await runner.run(request('update t set a = 2'), MANUAL);
    expect(service.asked).toEqual(['open', 'begin', 'update t set a = 1', 'update t set a = 2']);
  });

  it('sends nothing more when its begin failed', async () => {
    const { service, runner } = set(problem('session-busy'));
    await runner.run(request('delete from t'), MANUAL);
    expect(service.asked).toEqual(['open', 'begin']);
  });

  it('asks for read-only transactions once, before the first statement', async () => {
    const { service, runner } = set();
    await runner.run(request('table a'), READ_ONLY);
    await runner.run(request('table b'), READ_ONLY);
    expect(service.asked).toEqual(['open', ON, 'table a', 'table b']);
  });

  it('is read-only before it begins a transaction by itself', async () => {
    const { service, runner } = set();
    await runner.run(request('table a'), { ...READ_ONLY, mode: 'manual' });
    expect(service.asked).toEqual(['open', ON, 'begin', 'table a']);
  });

  it('goes back to what the role has when read-only is switched off', async () => {
    const { service, runner } = set();
    await runner.run(request('table a'), READ_ONLY);
    await runner.run(request('table b'), AUTO);
    await runner.run(request('table c'), AUTO);
    expect(service.asked.slice(2)).toEqual([
      'table a',
      'reset default_transaction_read_only',
      'table b',
      'table c',
    ]);
  });

  it('leaves an open transaction as it began', async () => {
    const { service, runner } = set([done('in transaction')]);
    await runner.run(request('begin'), AUTO);
    await runner.run(request('table a'), READ_ONLY);
    expect(service.asked).toEqual(['open', 'begin', 'table a']);
  });

  it.each(['SET', 'RESET', 'DISCARD ALL'])('asks for read-only anew behind %s', async (command) => {
    const { service, runner } = set(
      [done('idle')],
      [{ kind: 'complete', statement: 1, command, rowCount: 0 }, done('idle')],
    );
    await runner.run(request('what may change a setting'), READ_ONLY);
    await runner.run(request('table a'), READ_ONLY);
    expect(service.asked.slice(1)).toEqual([ON, 'what may change a setting', ON, 'table a']);
  });

  it('sends nothing more when read-only was refused', async () => {
    const { service, runner } = set(problem('session-busy'));
    await runner.run(request('delete from t'), READ_ONLY);
    expect(service.asked).toEqual(['open', ON]);
  });

  it('asks a new session for read-only, too', async () => {
    const { service, runner } = set([done('idle')], problem('session-closed'));
    await runner.run(request('table a'), READ_ONLY);
    await runner.run(request('table a'), READ_ONLY);
    expect(service.asked).toEqual(['open', ON, 'table a', 'open', ON, 'table a']);
  });

  it('is cancelling until the answer has come', async () => {
    let answer: (events: ProblemError) => void = () => undefined;
    const { runner } = set(new Promise<ProblemError>((resolve) => (answer = resolve)));
    const running = runner.run(request('select pg_sleep(9)'), AUTO);
    await Promise.resolve();
    await Promise.resolve();
    await runner.cancel();
    expect(runner.getState().run?.phase).toBe('cancelling');
    answer(problem('query-cancelled', { transactionStatus: 'idle' }));
    await running;
    expect(runner.getState().run?.phase).toBe('ended');
  });

  it('follows the transaction of failures, too', async () => {
    const { runner } = set(problem('query-failed', { transactionStatus: 'failed' }));
    await runner.run(request('selekt'), AUTO);
    expect(runner.getState().session).toMatchObject({ kind: 'open', transaction: 'failed' });
  });

  it('runs nothing behind a lost transaction until a new session is meant', async () => {
    const { service, runner } = set([done('in transaction')], problem('session-closed'));
    await runner.run(request('begin'), AUTO);
    await runner.run(request('update t set a = 1'), AUTO);
    expect(runner.getState().session).toMatchObject({ kind: 'lost', hadTransaction: true });
    await runner.run(request('delete from t'), AUTO);
    expect(service.asked).toEqual(['open', 'begin', 'update t set a = 1']);
    await runner.open();
    await runner.run(request('delete from t'), AUTO);
    expect(service.asked.slice(3)).toEqual(['open', 'delete from t']);
  });

  it('says what is gone when it opens a new session, and runs nothing twice', async () => {
    const { service, runner } = set(problem('session-closed'));
    await runner.run(request('select 1'), AUTO);
    await runner.run(request('select 2'), AUTO);
    expect(service.asked).toEqual(['open', 'select 1', 'open', 'select 2']);
    expect(runner.getState().run?.messages[0]?.text).toMatch(/Temporary tables/);
  });

  it('loses its session with the login', async () => {
    const { service, runner } = set();
    await runner.run(request('select 1'), AUTO);
    runner.noteSignedOut();
    await runner.run(request('select 2'), AUTO);
    expect(service.asked).toEqual(['open', 'select 1', 'open', 'select 2']);
  });

  it('explains when no session can be had', async () => {
    const { service, runner } = set();
    service.refusal = problem('too-many-sessions');
    await runner.run(request('select 1'), AUTO);
    expect(runner.getState()).toMatchObject({ trouble: service.refusal, run: { phase: 'ended' } });
    expect(service.asked).toEqual(['open']);
  });

  it('closes its session', async () => {
    const { service, runner } = set();
    await runner.run(request('select 1'), AUTO);
    await runner.close();
    expect(service.asked.at(-1)).toBe('close');
    expect(runner.getState().session.kind).toBe('none');
  });
});
