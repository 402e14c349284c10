import { quoteName } from '../../src/sql/quoting.js';
import type { PostgresMajor } from '../../src/demo/postgres-binaries.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';
import { GARDEN_FOUNDATIONS, gardenRelations } from './garden.js';

/** What is another one after the relations were made again, or is counted. */
const OTHERWISE = new Set(['oid', 'number', 'sizes', 'bytes', 'estimatedRows']);

function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !OTHERWISE.has(key))
      .map(([key, part]) => [key, comparable(part)]),
  );
}

describe.each<PostgresMajor>([16, 17, 18])('the DDL of PostgreSQL %i', (major) => {
  let service: RunningService;
  let alice: string;
  beforeAll(async () => {
    service = await RunningService.start({ house: { postgres: major } });
    alice = await service.token('alice');
    await service.house.shop.sql(GARDEN_FOUNDATIONS + gardenRelations(major), 'shop');
  });
  afterAll(async () => {
    await service.stop();
  });

  const get = async (path: string): Promise<any> => {
    const answer = await service.call(alice, 'GET', `/servers/${SHOP_SERVER_ID}/catalog/${path}`);
    expect([answer.status, answer.json.detail]).toEqual([200, undefined]);
    return answer.json;
  };

  /** Every relation, in the order in which they were made. */
  async function descriptions(): Promise<any[]> {
    const { items } = await get('schemas/garden/relations?limit=1000');
    const inOrder = items.toSorted((a: any, b: any) => a.oid - b.oid);
    const all = [];
    for (const { oid } of inOrder) all.push(await get(`relations/${String(oid)}`));
    return all;
  }

  it('puts quotes around every word that PostgreSQL keeps for itself', async () => {
    const words = await service.house.shop.sql(
      `select word from pg_get_keywords() where catcode <> 'U'`,
    );
    expect(words.length).toBeGreaterThan(100);
    for (const { word } of words) expect(quoteName(String(word))).toBe(`"${String(word)}"`);
  });

  it('makes relations again that have the same description', async () => {
    const before = await descriptions();
    expect(before.length).toBeGreaterThan(30);
    await service.house.shop.sql(
      `drop schema garden cascade; drop server "far away" cascade; ${GARDEN_FOUNDATIONS}
       create server "far away" foreign data wrapper nowhere options (host 'x');`,
      'shop',
    );
    for (const { ddl, sequence } of before) {
      if (sequence?.ownedBy === undefined || sequence.ownedBy === null) {
        await service.house.shop.sql(ddl, 'shop');
      }
    }
    const after = await descriptions();
    const byName = new Map(after.map((description) => [description.name, description]));
    for (const description of before) {
      expect(comparable(byName.get(description.name))).toEqual(comparable(description));
    }
    expect(after).toHaveLength(before.length);
  }, 180_000);
});
