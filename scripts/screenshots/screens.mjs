// Each screen that is pictured: its name, who looks at it, and how they get there. A way ends when
// what is to be seen can be seen.
import { SHOP_SERVER_ID } from '../../build/demo/house.js';

const SHOP = `/s/${SHOP_SERVER_ID}/shop`;

const ORDERS = `-- What my customers have ordered, the largest first.
select customer, ordered_on, status, total
  from order_totals
 order by total desc;
`;

const PLAN = `select c.city, count(*) as orders, sum(l.quantity * p.price) as worth
  from customers c
  join orders o on o.customer_id = c.id
  join order_lines l on l.order_id = o.id
  join products p on p.id = l.product_id
 group by c.city
 order by worth desc`;

const MOVEMENTS =
  'select id, moved_at, quantity, weight_kg, tags, details, label\n  from warehouse.movements\n order by id\n limit 8;';

export const SIGNED_OUT_SCREENS = [
  [
    'sign-in',
    async (page) => {
      await page.goto('/sign-in?signedOut=1');
      await page
        .getByRole('button', { name: /^Sign in with/ })
        .first()
        .waitFor();
      await page.getByText('The demo of pg-usher').waitFor();
    },
  ],
  [
    'api',
    async (page) => {
      await page.goto('/api/docs#runQuery');
      await page.getByRole('article', { name: 'runQuery' }).waitFor();
    },
  ],
];

export const SCREENS = [
  [
    'servers',
    'alice',
    async (page) => {
      await page.goto('/servers');
      await page.getByText('ready').first().waitFor();
    },
  ],
  ['workspace', 'alice', (page) => withRows(page, ORDERS)],
  [
    'cell-viewer',
    'alice',
    async (page) => {
      await withRows(page, MOVEMENTS);
      await page
        .getByRole('gridcell', { name: /carrier/ })
        .nth(1)
        .dblclick();
      await page.getByRole('region', { name: /^Cell: details/ }).waitFor();
    },
  ],
  [
    'error',
    'alice',
    async (page) => {
      await run(page, 'select name, city\n  from customers\n where citty = $$Bristol$$;');
      await page.getByRole('alert').waitFor();
    },
  ],
  [
    'no-privilege',
    'alice',
    async (page) => {
      await run(page, 'select * from warehouse.payments;');
      await page.getByRole('button', { name: 'Copy for your DBA' }).waitFor();
    },
  ],
  [
    'plan',
    'alice',
    async (page) => {
      await write(page, PLAN);
      await page.getByRole('button', { name: 'Explain analyze' }).click();
      await page.getByRole('tree', { name: 'Plan' }).waitFor();
      // Away from the button, whose tooltip would be in the picture.
      await page.mouse.move(0, 0);
      await page.getByRole('tooltip').waitFor({ state: 'hidden' });
    },
  ],
  [
    'identity',
    'alice',
    async (page) => {
      await write(page, ORDERS);
      await page.getByRole('button', { name: /^You are alice/ }).click();
      await page.getByRole('row', { name: /^session_user/ }).waitFor();
    },
  ],
  [
    'palette',
    'alice',
    async (page) => {
      await write(page, ORDERS);
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByText('Go to the servers').waitFor();
    },
  ],
  [
    'table',
    'alice',
    async (page) => {
      await page.goto(`${SHOP}/t/warehouse/stock_counts`);
      await page.getByRole('heading', { name: 'stock_counts' }).waitFor();
    },
  ],
  [
    'transaction',
    'alice',
    async (page) => {
      await run(
        page,
        "begin;\nupdate warehouse.stock_counts set counted = counted + 1 where shelf = 'A-00';",
        'Shift+',
      );
      await page.getByText('1 change not committed').waitFor();
    },
  ],
  [
    'sessions',
    'alice',
    async (page) => {
      await page.goto('/sessions');
      await page.getByRole('table', { name: 'Your login sessions' }).waitFor();
    },
  ],
  ['history', 'alice', (page) => listed(page, '/history', 'Your runs, the newest first')],
  ['me', 'alice', (page) => listed(page, '/me', 'Your identity')],
  [
    'no-role',
    'carol',
    async (page) => {
      await run(page, 'select count(*) from customers;');
      await page.getByRole('region', { name: 'Results' }).getByText('CREATE ROLE').waitFor();
    },
  ],
  ['admin-servers', 'dana', (page) => listed(page, '/admin/servers', 'Server definitions')],
  [
    'admin-server',
    'dana',
    async (page) => {
      await page.goto('/admin/servers');
      await page.getByRole('link', { name: 'orders', exact: true }).click();
      await page.getByRole('button', { name: 'Test as me' }).click();
      await page.getByRole('row', { name: /^You are/ }).waitFor();
    },
  ],
  ['admin-accounts', 'dana', (page) => listed(page, '/admin/accounts', 'Local accounts')],
  [
    'admin-bindings',
    'dana',
    (page) => listed(page, '/admin/bindings', 'Whose each database user is'),
  ],
  [
    'admin-sessions',
    'dana',
    (page) => listed(page, '/admin/sessions', "Everybody's login sessions"),
  ],
  ['admin-audit', 'dana', (page) => listed(page, '/admin/audit', 'The audit, the newest first')],
  [
    'sign-in-again',
    'alice',
    async (page) => {
      await withRows(page, ORDERS);
      await page.context().clearCookies();
      await page.keyboard.press('ControlOrMeta+Enter');
      await page.getByRole('dialog', { name: 'Please sign in again' }).waitFor();
      await page
        .getByRole('button', { name: /^Sign in with/ })
        .first()
        .waitFor();
    },
  ],
];

async function listed(page, address, table) {
  await page.goto(address);
  await page.getByRole('table', { name: table }).waitFor();
}

async function withRows(page, sql) {
  await run(page, sql);
  await page.getByRole('gridcell').nth(8).waitFor();
  await page
    .getByText(/ in \d/)
    .first()
    .waitFor();
}

async function run(page, sql, modifier = '') {
  await write(page, sql);
  await page.keyboard.press(`ControlOrMeta+${modifier}Enter`);
}

/** Puts the text in the place of what the tab had, with the cursor in its first statement. */
async function write(page, sql) {
  await page.goto(SHOP);
  await page
    .getByRole('treeitem', { name: /customers|public/ })
    .or(page.getByRole('alert'))
    .first()
    .waitFor();
  await page.getByRole('textbox', { name: 'SQL' }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(sql);
  await page.keyboard.press('ControlOrMeta+Home');
}
