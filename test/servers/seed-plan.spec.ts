import { expect, it } from '@jest/globals';
import { planSeed, type StoredServer } from '../../src/servers/seed-plan.js';
import { checkServer } from '../../src/servers/server-rules.js';
import type { ServerFileEntry } from '../../src/servers/servers-file.js';

function entry(name: string, rest: Record<string, unknown> = {}): ServerFileEntry {
  const { id, ...fields } = rest;
  const { draft } = checkServer({ name, host: 'h', ...fields });
  return { id: typeof id === 'string' ? id : undefined, draft: draft! };
}

function stored(id: string, name: string, rest: Partial<StoredServer> = {}): StoredServer {
  return { ...entry(name).draft, id, managedBy: 'file', revision: 1, ...rest };
}

it('adds what is new', () => {
  const entries = [entry('a'), entry('b', { id: 'B' })];
  expect(planSeed([], entries)).toMatchObject({
    add: entries,
    change: [],
    remove: [],
    unchanged: 0,
  });
});

it('leaves what is the same, and what came through the API', () => {
  const plan = planSeed(
    [stored('A', 'a'), stored('B', 'b'), stored('C', 'c', { managedBy: 'api' })],
    [entry('a'), entry('b', { id: 'B' })],
  );
  expect(plan).toEqual({ add: [], change: [], remove: [], unchanged: 2, conflicts: [] });
});

it('changes what is different, one revision up', () => {
  const plan = planSeed([stored('A', 'a', { revision: 4 })], [entry('a', { port: 1 })]);
  expect(plan.change).toMatchObject([{ id: 'A', revision: 5, draft: { port: 1 } }]);
  expect(plan).toMatchObject({ add: [], remove: [], unchanged: 0 });
});

it('sees a change in every field', () => {
  const changes = [
    { group: 'g' },
    { host: 'i' },
    { port: 1 },
    { maintenanceDb: 'd' },
    { sslMode: 'require' },
    { passthrough: true },
    { username: 'u' },
    { comment: 'c' },
    { labels: ['PROD'] },
    { color: 'red' },
    { visibleTo: ['g'] },
  ];
  for (const change of changes) {
    expect(planSeed([stored('A', 'a')], [entry('a', change)]).change).toHaveLength(1);
  }
});

it('renames what has an id, and replaces what has none', () => {
  expect(planSeed([stored('A', 'a')], [entry('b', { id: 'A' })])).toMatchObject({
    add: [],
    change: [{ id: 'A', draft: { name: 'b' } }],
    remove: [],
  });
  expect(planSeed([stored('A', 'a')], [entry('b')])).toMatchObject({
    add: [{ draft: { name: 'b' } }],
    remove: [{ id: 'A' }],
  });
});

it('removes only what the file made and no longer names', () => {
  const plan = planSeed([stored('A', 'a'), stored('B', 'b', { managedBy: 'api' })], []);
  expect(plan.remove).toMatchObject([{ id: 'A' }]);
});

it('gives a definition to one entry only, by id before by name', () => {
  const plan = planSeed([stored('A', 'a')], [entry('a'), entry('b', { id: 'A' })]);
  expect(plan.change).toMatchObject([{ id: 'A', draft: { name: 'b' } }]);
  expect(plan.add).toMatchObject([{ id: undefined, draft: { name: 'a' } }]);
});

it('refuses a name or an id that belongs to a definition of the API', () => {
  const fromApi = [stored('A', 'a', { managedBy: 'api' })];
  expect(planSeed(fromApi, [entry('a')]).conflicts).toEqual([
    'SERVERS_FILE: a server named "a" was made through the API already. Rename or remove one of them.',
  ]);
  expect(planSeed(fromApi, [entry('b', { id: 'A' })]).conflicts).toEqual([
    'SERVERS_FILE: the id of "b" belongs to "a", which was made through the API. Remove one of them.',
  ]);
});
