import fc from 'fast-check';
import { Problem } from '../../common/problem.js';
import { newSessionId, requireOwnInstance } from './session-id.js';

const EDGE = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789');
const INNER = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-'),
  maxLength: 30,
});
/** As INSTANCE_NAME allows them. */
const INSTANCE = fc.oneof(
  EDGE,
  fc.tuple(EDGE, INNER, EDGE).map((parts) => parts.join('')),
);

function refusal(id: string, instance = 'main'): Problem | undefined {
  try {
    requireOwnInstance(id, instance);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

it('an id is taken by the instance that gave it, and by no other', () => {
  fc.assert(
    fc.property(INSTANCE, INSTANCE, (own, other) => {
      const id = newSessionId(own);
      expect(refusal(id, own)).toBeUndefined();
      if (own === other) return;
      expect(refusal(id, other)).toMatchObject({
        code: 'wrong-instance',
        status: 421,
        details: { instance: own },
      });
    }),
  );
});

it('what is said of another instance is the same for every id of it', () => {
  const [one, other] = [newSessionId('a'), newSessionId('a')].map((id) => refusal(id)?.details);
  expect(one).toEqual(other);
});

it('no id is given twice', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newSessionId('main'))).size).toBe(10_000);
});

const UUID = '0d6ab0a7-2d0c-4b0e-9c55-1c1f5e0d3b7a';

it.each([
  '',
  '.',
  'main',
  'main.',
  UUID,
  `.${UUID}`,
  `main.${UUID} `,
  ` main.${UUID}`,
  `main.${UUID}\n`,
  `main.${UUID.toUpperCase()}`,
  `MAIN.${UUID}`,
  `main.${UUID}.${UUID}`,
  `main..${UUID}`,
  `-main.${UUID}`,
  `main-.${UUID}`,
  `ma_in.${UUID}`,
  `${'m'.repeat(33)}.${UUID}`,
  `main.${UUID.replace('4b0e', '1b0e')}`,
  `main.${UUID.replace('9c55', 'cc55')}`,
  `main.${UUID.replaceAll('-', '')}`,
  `other.not-a-uuid`,
  `other.`,
  `main.${UUID}/query`,
  `main\0.${UUID}`,
])('is no id, whatever instance it seems to name: %j', (id) => {
  expect(refusal(id)).toMatchObject({ code: 'session-not-found', status: 404 });
});

it('any other text is no id either', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      expect(refusal(text)?.code).toBe('session-not-found');
    }),
  );
});
