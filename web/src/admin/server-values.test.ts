import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conflictsOf, mergeServers } from './server-conflict.ts';
import {
  createBody,
  losesPassword,
  NEW_SERVER,
  type ServerValues,
  updateBody,
  withPassthrough,
} from './server-values.ts';

const KEEP = { kind: 'keep' } as const;
const OFF: ServerValues = {
  ...NEW_SERVER,
  name: 'shop',
  host: 'db1',
  passthrough: false,
  username: 'app',
};

const VALUES: fc.Arbitrary<ServerValues> = fc
  .record({
    name: fc.constantFrom('shop', 'orders'),
    group: fc.constantFrom('', 'prod'),
    port: fc.constantFrom(5432, 5433),
    sslMode: fc.constantFrom('require', 'verify-full'),
    passthrough: fc.boolean(),
    username: fc.constantFrom('', 'app'),
    labels: fc.constantFrom([], ['PROD']),
  })
  .map((some) => withPassthrough({ ...NEW_SERVER, ...some }, some.passthrough));

describe('withPassthrough', () => {
  it('leaves no user and no weaker TLS beside it', () => {
    const on = withPassthrough({ ...OFF, sslMode: 'disable' }, true);
    expect(on).toMatchObject({ passthrough: true, username: '', sslMode: 'verify-full' });
  });
});

describe('createBody', () => {
  it('says null for what is empty, and nothing of a password that is not there', () => {
    const body = createBody({ ...OFF, username: '' }, KEEP);
    expect(body).toMatchObject({ group: null, username: null, comment: null, maxAgeSeconds: null });
    expect(body).not.toHaveProperty('password');
  });
});

describe('updateBody', () => {
  it('has only what is different', () => {
    expect(updateBody(OFF, { ...OFF, port: 5433, labels: ['PROD'] }, KEEP)).toEqual({
      port: 5433,
      labels: ['PROD'],
    });
  });

  it('takes the user away when passthrough is turned on', () => {
    expect(updateBody(OFF, withPassthrough(OFF, true), KEEP)).toEqual({
      passthrough: true,
      username: null,
    });
  });

  it('removes a password with null', () => {
    expect(updateBody(OFF, OFF, { kind: 'remove' })).toEqual({ password: null });
  });
});

describe('losesPassword', () => {
  it('is so for another address, and not for another name', () => {
    expect(losesPassword(OFF, { ...OFF, host: 'db2' })).toBe(true);
    expect(losesPassword(OFF, { ...OFF, name: 'other' })).toBe(false);
  });
});

describe('conflictsOf', () => {
  it('lists what somebody else has changed, and proposes mine only where I changed it, too', () => {
    const theirs = { ...OFF, port: 5433, host: 'db2' };
    const mine = { ...OFF, port: 5434, name: 'orders' };
    expect(conflictsOf({ before: OFF, theirs, mine })).toEqual([
      {
        field: 'host',
        before: 'db1',
        theirs: 'db2',
        mine: 'db1',
        proposal: 'theirs',
        agreed: false,
      },
      {
        field: 'port',
        before: '5432',
        theirs: '5433',
        mine: '5434',
        proposal: 'mine',
        agreed: false,
      },
    ]);
  });
});

describe('mergeServers', () => {
  it('is mine where nobody else has changed anything, and theirs where I have not', () => {
    fc.assert(
      fc.property(VALUES, VALUES, (before, other) => {
        expect(mergeServers({ before, theirs: before, mine: other }, {})).toEqual(other);
        expect(mergeServers({ before, theirs: other, mine: before }, {})).toEqual(other);
      }),
    );
  });

  it('is never a definition with passthrough and a user', () => {
    fc.assert(
      fc.property(
        VALUES,
        VALUES,
        VALUES,
        fc.constantFrom('theirs', 'mine'),
        (before, theirs, mine, choice) => {
          const merged = mergeServers({ before, theirs, mine }, { passthrough: choice });
          expect(merged.passthrough && merged.username !== '').toBe(false);
        },
      ),
    );
  });

  it('takes what was chosen', () => {
    const [theirs, mine] = [
      { ...OFF, port: 5433 },
      { ...OFF, port: 5434 },
    ];
    expect(mergeServers({ before: OFF, theirs, mine }, { port: 'theirs' }).port).toBe(5433);
    expect(mergeServers({ before: OFF, theirs, mine }, { port: 'mine' }).port).toBe(5434);
  });
});
