import { CONTRACT } from '../support/contract-watch.js';
import { type Answer, RunningService } from '../support/running-service.js';

/** What a query string has that the contract does not name, on every operation of the contract. */
let service: RunningService;
/** An administrator, to whom every route is open. */
let dana: string;
let alice: string;
beforeAll(async () => {
  service = await RunningService.start();
  dana = await service.token('dana');
  alice = await service.token('alice');
});
afterAll(async () => {
  await service.stop();
});

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: { readonly type?: string };
}

interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly security?: readonly unknown[];
  readonly parameters: readonly Parameter[];
  readonly responses: Readonly<Record<string, unknown>>;
}

const OPERATIONS: readonly Operation[] = Object.entries<object>(CONTRACT.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], ...operation }]) => ({
      ...operation,
      path: path.replaceAll(/\{\w+\}/g, 'x'),
      method: method.toUpperCase(),
      parameters: parameters.filter((parameter: Parameter) => parameter.in === 'query'),
    })),
);

/** The listed exceptions: somebody else writes their addresses. */
const TOLERANT = [
  'beginLogin',
  'beginOnlyLogin',
  'finishLogin',
  'getLiveness',
  'getReadiness',
  'receiveLogout',
];

const STRICT = OPERATIONS.filter(({ operationId }) => !TOLERANT.includes(operationId));
const TAKING = STRICT.flatMap((operation) =>
  operation.parameters.map((parameter) => ({ operation, parameter })),
);

function send({ path, method }: Operation, query: string, token?: string): Promise<Answer> {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return service.fetch(`${path}?${query}`, { method, headers });
}

function faultsOf({ json }: Answer): unknown[] {
  return json?.code === 'validation-failed' ? (json.errors ?? []) : [];
}

/** Of each operation on which `isRight` does not hold, its id and answer. */
async function wrongOnes(
  operations: readonly Operation[],
  query: string,
  token: string | undefined,
  isRight: (answer: Answer, operation: Operation) => boolean,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const operation of operations) {
    const answer = await send(operation, query, token);
    if (!isRight(answer, operation)) wrong.push(`${operation.operationId}: ${answer.text}`);
  }
  return wrong;
}

describe('a query parameter that the contract does not name', () => {
  it('is refused by name, with the names that there are', async () => {
    const wrong = await wrongOnes(STRICT, 'unheard-of=1', dana, (answer, { parameters }) => {
      const [first, ...others] = faultsOf(answer);
      const names = parameters.map(({ name }) => name).sort();
      const known =
        names.length === 0
          ? 'This address takes no parameters.'
          : `The parameters of this address: ${names.join(', ')}.`;
      expect(first).toEqual({ pointer: '/unheard-of', detail: 'unheard-of is not known here' });
      return (
        answer.status === 400 &&
        others.length === 0 &&
        answer.json.detail === `unheard-of is not known here. ${known}`
      );
    });
    expect(STRICT.length).toBeGreaterThan(45);
    expect(wrong).toEqual([]);
  });

  it('is overlooked where somebody else writes the address', async () => {
    const tolerant = OPERATIONS.filter(({ operationId }) => TOLERANT.includes(operationId));
    const wrong = await wrongOnes(
      tolerant,
      'unheard-of=1',
      undefined,
      ({ text }) => !text.includes('unheard-of'),
    );
    expect(tolerant).toHaveLength(TOLERANT.length);
    expect(wrong).toEqual([]);
  });

  it.each(['/', '/sign-in', '/servers', '/api/docs', '/api/openapi.json'])(
    'is overlooked in the address of a page or a file: %s',
    async (path) => {
      const bare = await service.fetch(path);
      expect((await service.fetch(`${path}?unheard-of=1`)).status).toBe(bare.status);
    },
  );

  it('tells nobody who has not signed in what there is', async () => {
    const guarded = STRICT.filter(({ security }) => security === undefined);
    const wrong = await wrongOnes(
      guarded,
      'unheard-of=1',
      undefined,
      ({ status, json }) => status === 401 && json.code === 'unauthenticated',
    );
    expect(guarded.length).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });

  it('tells nobody what administrators may ask', async () => {
    const guarded = STRICT.filter((operation) => isForAdmins(operation));
    const wrong = await wrongOnes(
      guarded,
      'unheard-of=1',
      alice,
      ({ status, json }) => status === 403 && json.code === 'admin-only',
    );
    expect(guarded.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });

  it('is told by the first ten names, however many there are, and none is repeated at length', async () => {
    const many = Array.from({ length: 500 }, (_none, index) => `${'n'.repeat(20)}${index}=1`);
    const answer = await service.call(dana, 'GET', `/limits?${many.join('&')}`);
    expect(faultsOf(answer)).toHaveLength(10);
    const long = await service.call(dana, 'GET', `/limits?${'n'.repeat(5000)}=1`);
    expect(long.json.detail).toBe(
      `${'n'.repeat(64)} is not known here. This address takes no parameters.`,
    );
  });

  it.each(['__proto__=1', 'constructor=1', 'hasOwnProperty=1', '=1', '%00=1', '%ff=1'])(
    'is refused whatever its name: ?%s',
    async (query) => {
      for (const path of ['/limits', '/history']) {
        const answer = await service.call(dana, 'GET', `${path}?${query}`);
        expect([answer.status, faultsOf(answer).length]).toEqual([400, 1]);
      }
    },
  );
});

function isForAdmins({ responses }: Operation): boolean {
  const { $ref = '' } = Object(responses['403']);
  const name = $ref.split('/').at(-1);
  return JSON.stringify(CONTRACT.components.responses[name] ?? {}).includes('"admin-only"');
}

describe('a query parameter that the contract names', () => {
  it('is refused where it is given twice, unless it is a list', async () => {
    const wrong: string[] = [];
    for (const { operation, parameter } of TAKING) {
      const { name, schema } = parameter;
      const answer = await send(operation, `${name}=1&${name}=2`, dana);
      const fault = { pointer: `/${name}`, detail: `${name} is given more than once` };
      const isRefused = JSON.stringify(faultsOf(answer)) === JSON.stringify([fault]);
      if (isRefused !== (schema.type !== 'array')) {
        wrong.push(`${operation.operationId} ${name}: ${answer.text}`);
      }
    }
    expect(TAKING.length).toBeGreaterThan(80);
    expect(wrong).toEqual([]);
  });

  it.each(['[]', '[x]', '[0]', '.x'])('is another one with %s behind its name', async (ending) => {
    const wrong: string[] = [];
    for (const { operation, parameter } of TAKING) {
      const name = `${parameter.name}${ending}`;
      const answer = await send(operation, `${encodeURIComponent(name)}=1`, dana);
      const fault = { pointer: `/${name}`, detail: `${name} is not known here` };
      if (answer.status !== 400 || JSON.stringify(faultsOf(answer)) !== JSON.stringify([fault])) {
        wrong.push(`${operation.operationId} ${name}: ${answer.text}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
