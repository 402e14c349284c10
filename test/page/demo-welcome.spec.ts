import { fetchAccessToken } from '../../src/demo/sign-in.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { WAREHOUSE_INIT } from '../../src/demo/warehouse.js';
import { welcomeText } from '../../src/demo/welcome.js';
import { RunningService } from '../support/running-service.js';

/** What the demo's page promises, without the page. */
let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start({
    house: { extraInit: WAREHOUSE_INIT, welcome: welcomeText() },
  });
});
afterAll(async () => {
  await service.stop();
});

const token = (person: string) => fetchAccessToken(service.house.identityProvider, person);
const steps = async () =>
  (await service.call(undefined, 'GET', '/welcome')).json.steps as Record<string, string>[];
const run = async (person: string, sql: string) => service.query(await token(person), { sql });

it('has three things to try, each at the shop', async () => {
  const hrefs = (await steps()).map(({ href }) => href);
  expect(hrefs).toHaveLength(3);
  for (const href of hrefs) expect(href).toMatch(new RegExp(`^/s/${SHOP_SERVER_ID}/shop(#|$)`));
});

it.each([
  ['alice', '72'],
  ['bob', '36'],
])('shows by one link %s their own %s customers', async (person, customers) => {
  const [step] = await steps();
  const [, sql = ''] = (step?.['href'] ?? '').split('#sql=');
  const [counting = ''] = decodeURIComponent(sql).split(';');
  expect((await run(person, counting)).json.rows).toEqual([[person, customers]]);
});

it.each([
  ['carol', 'role-missing'],
  ['postgres', 'role-protected'],
])('refuses %s with %s', async (person, code) => {
  expect((await run(person, 'select 1')).json.code).toBe(code);
});

it('has rows to change, a table to ask for, and values of many types', async () => {
  const changed = await run('bob', "update warehouse.stock_counts set note = 'x' where id = 1");
  expect(changed.status).toBe(200);
  const refused = await run('bob', 'select * from warehouse.payments');
  expect(refused.json.sqlstate).toBe('42501');
  const { json } = await run(
    'bob',
    `select count(*), count(details), count(tags), count(label), count(weight_kg),
            warehouse.stock_of('Oak rake') > 0, (select count(*) from warehouse.stock)
       from warehouse.movements`,
  );
  expect(json.rows).toEqual([['5000', '4166', '3750', '1000', '4545', 't', '32']]);
});
