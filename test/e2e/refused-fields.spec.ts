import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { type Answer, RunningService } from '../support/running-service.js';

/** Fields that are there, and are not what they may be. */
let service: RunningService;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start();
  alice = await service.token('alice');
});
afterAll(async () => {
  await service.stop();
});

/** The status, the code, and the fields that are at fault, each once. */
function refusalOf({ status, json }: Answer): unknown[] {
  const pointers = (json.errors ?? []).map((error: any) => error.pointer);
  return [status, json.code, [...new Set(pointers)]];
}

function send(route: string, body: string): Promise<Answer> {
  return service.fetch(`/api/v1/servers/${SHOP_SERVER_ID}/${route}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${alice}`, 'Content-Type': 'application/json' },
    body,
  });
}

describe('null instead of a field that may be left out', () => {
  it.each(['params', 'maxRows', 'timeoutMs', 'database'])('is refused: %s', async (field) => {
    const mark = await service.logMark();
    const answer = await service.query(alice, { sql: 'select 4714', [field]: null });
    expect(refusalOf(answer)).toEqual([400, 'validation-failed', [`/${field}`]]);
    expect(await service.logSince(mark)).not.toContain('4714');
  });

  it('is refused when connecting: database', async () => {
    const answer = await send('connect', '{"database":null}');
    expect(refusalOf(answer)).toEqual([400, 'validation-failed', ['/database']]);
  });

  it('is a value among the parameters', async () => {
    const answer = await service.query(alice, { sql: 'select $1::text', params: [null] });
    expect(answer.json.rows).toEqual([[null]]);
  });
});

describe('a number that JSON reads as another one', () => {
  it.each(['9007199254740993', '12345678901234567890'])('is refused: %s', async (number) => {
    const answer = await send('query', `{"sql":"select $1::text","params":[${number}]}`);
    expect(refusalOf(answer)).toEqual([400, 'validation-failed', ['/params']]);
  });

  it('is refused: 1e400', async () => {
    const answer = await send('query', '{"sql":"select $1::text","params":[1e400]}');
    expect(refusalOf(answer)).toEqual([400, 'validation-failed', ['/params']]);
  });

  it('goes as it is where it is safe', async () => {
    const answer = await send('query', '{"sql":"select $1::text","params":[9007199254740991]}');
    expect(answer.json.rows).toEqual([['9007199254740991']]);
  });
});

describe('a page of the audit', () => {
  it.each(['9999999999999999999', '9223372036854775808', '0', '-1', '1.5', '1e3', 'x', ''])(
    'does not begin before %j',
    async (before) => {
      const dana = await service.token('dana');
      const answer = await service.call(dana, 'GET', `/audit?before=${before}`);
      expect(refusalOf(answer)).toEqual([400, 'validation-failed', ['/before']]);
    },
  );

  it('may begin before the largest id that is read', async () => {
    const dana = await service.token('dana');
    const answer = await service.call(dana, 'GET', '/audit?before=999999999999999999');
    expect(answer.status).toBe(200);
  });
});
