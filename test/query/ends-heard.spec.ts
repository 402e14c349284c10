import { jest } from '@jest/globals';
import { AuditService } from '../../src/audit/audit.service.js';
import { subjectOf } from '../../src/demo/people.js';
import { RunningService } from '../support/running-service.js';
import { SessionClient } from '../support/session-client.js';

/** Ends that come before anything runs, or without an end of the login session. */
let service: RunningService;
let alice: SessionClient;
/** An administrator. */
let dana: SessionClient;
beforeEach(async () => {
  service = await RunningService.start();
  alice = await SessionClient.of(service, 'alice');
  dana = await SessionClient.of(service, 'dana');
  expect((await alice.direct('select 1')).status).toBe(200);
});
afterEach(async () => {
  expect(await service.noBackendLeft()).toBe(true);
  await service.stop();
});

it('a person’s end is heard while the intent of what they begin is written', async () => {
  const audit = service.app.get(AuditService);
  const begin = audit.begin.bind(audit);
  const identity = {
    issuer: service.house.identityProvider.issuer,
    subject: subjectOf({ name: 'alice', claims: {} }),
  };
  const spy = jest.spyOn(audit, 'begin').mockImplementation(async (...parts) => {
    const act = await begin(...parts);
    const ended = await dana.call('DELETE', '/auth/admin/identities/sessions', identity);
    expect(ended.status).toBeLessThan(300);
    return act;
  });
  // Tokens of before the end are refused from then on, so each call has one of its own.
  const calls: ((client: SessionClient) => ReturnType<SessionClient['tryOpen']>)[] = [
    (client) => client.direct('select pg_sleep(600)'),
    (client) => client.tryOpen(),
  ];
  for (const call of calls) {
    const answer = await call(alice);
    expect([answer.status, answer.json.code]).toEqual([401, 'session-ended']);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    alice = await SessionClient.of(service, 'alice');
  }
  spy.mockRestore();
});

it('a binding that is released ends what runs and what is kept for its person, not the login', async () => {
  const session = await alice.open();
  const other = await alice.open();
  const { answer } = await alice.start(session.id, 'select pg_sleep(600)');
  const direct = alice.direct('select pg_sleep(600)');
  const { items } = (await dana.call('GET', '/bindings')).json;
  const binding = items.find((item: any) => item.databaseUser === 'alice');
  expect((await dana.call('DELETE', `/bindings/${binding.id}`)).status).toBe(204);
  expect((await answer).status).not.toBe(200);
  expect((await direct).status).not.toBe(200);
  expect(await service.noBackendLeft()).toBe(true);
  for (const { id } of [session, other]) expect((await alice.get(id)).status).toBe(410);
  expect((await alice.call('GET', '/auth/me')).status).toBe(200);
});
