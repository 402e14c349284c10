import type { Locator, Page } from 'playwright-core';
import { describeInBrowser, runSql, SHOP, Site } from './site.js';
import { cell, messages, results } from './workbench.js';

/** An order of alice's, which no other test here changes. */
const ORDER = `select o.id from orders o join customers c on c.id = o.customer_id
  where c.sales_rep = 'alice' order by o.id limit 1`;

describeInBrowser('transactions in the workspace', () => {
  let site: Site;
  let page: Page;
  let id: number;
  beforeAll(async () => {
    site = await Site.start();
    const [row] = await site.service.house.shop.sql(ORDER, 'shop');
    id = Number(row?.['id']);
    ({ page } = await site.signedIn('alice', SHOP));
  });
  afterAll(async () => {
    await site.stop();
  });

  const bar = (): Locator => page.getByRole('group', { name: 'Transaction' });
  const noTransaction = (): Promise<void> => page.getByText('Transaction: none').waitFor();
  const press = async (button: 'Commit' | 'Rollback'): Promise<void> => {
    await bar().getByRole('button', { name: button, exact: true }).click();
    await noTransaction();
  };
  const begin = async (): Promise<void> => {
    await runSql(page, 'begin');
    await bar()
      .getByText(/^In transaction/)
      .waitFor();
  };
  const change = async (status: string): Promise<void> => {
    await runSql(page, `update orders set status = '${status}' where id = ${String(id)}`);
    await bar()
      .getByText(/1 change not committed/)
      .waitFor();
  };
  const statusInTable = async (): Promise<unknown> => {
    const sql = `select status from orders where id = ${String(id)}`;
    return (await site.service.house.shop.sql(sql, 'shop'))[0]?.['status'];
  };

  it('shows one that is open until it is committed', async () => {
    await begin();
    await change('shipped');
    expect(await statusInTable()).not.toBe('shipped');
    await press('Commit');
    expect(await statusInTable()).toBe('shipped');
  });

  it('undoes the changes by Rollback', async () => {
    const before = await statusInTable();
    await begin();
    await change('open');
    await press('Rollback');
    expect(await statusInTable()).toBe(before);
  });

  it('offers only Rollback once one has failed', async () => {
    await begin();
    await runSql(page, 'select 1 / 0');
    await bar()
      .getByText(/^Transaction failed/)
      .waitFor();
    expect(await bar().getByRole('button').allInnerTexts()).toEqual(['Rollback']);
    await press('Rollback');
  });

  it('says what has happened to a statement that comes after that, and how to end it', async () => {
    await begin();
    await runSql(page, 'select 1 / 0');
    await bar()
      .getByText(/^Transaction failed/)
      .waitFor();
    await runSql(page, 'select 1');
    const said = page.getByRole('alert').filter({ hasText: 'This transaction has failed' });
    await said.getByText('ROLLBACK;', { exact: true }).waitFor();
    await press('Rollback');
  });

  it('begins one by itself in manual mode, and says so', async () => {
    const mode = page.getByRole('combobox', { name: 'Transaction mode of this tab' });
    await mode.selectOption('Manual commit');
    await runSql(page, `select 'by hand' as mode`);
    await cell(page, 'by hand').waitFor();
    await bar()
      .getByText(/^In transaction/)
      .waitFor();
    expect(await messages(page)).toContain('Manual mode sent begin');
    await press('Rollback');
    await mode.selectOption('Auto-commit');
  });

  const readOnly = (): Locator => page.getByRole('switch', { name: 'Read-only' });

  it('lets PostgreSQL refuse changes while the tab is read-only, and says how to go on', async () => {
    const before = await statusInTable();
    const wanted = before === 'open' ? 'paid' : 'open';
    const update = `update orders set status = '${wanted}' where id = ${String(id)}`;
    await readOnly().press('Space');
    await runSql(page, update);
    await page
      .getByRole('alert')
      .getByText('cannot execute UPDATE in a read-only transaction')
      .waitFor();
    expect(await statusInTable()).toBe(before);
    await page.getByRole('button', { name: 'Switch Read-only off' }).click();
    await runSql(page, update);
    await results(page)
      .getByText(/^UPDATE 1 in/)
      .first()
      .waitFor();
    expect(await statusInTable()).toBe(wanted);
  });

  it('keeps a tab read-only when the page is loaded anew, and opens others like it', async () => {
    await readOnly().press('Space');
    await page.getByRole('region', { name: 'Status' }).getByText('Read-only').waitFor();
    await page.reload();
    await page.getByRole('region', { name: 'Status' }).getByText('Read-only').waitFor();
    await page.keyboard.press('Alt+n');
    await runSql(page, 'show transaction_read_only');
    await cell(page, 'on').waitFor();
    await readOnly().press('Space');
    await page.keyboard.press('Alt+w');
    await page.getByRole('dialog').getByRole('button', { name: 'Close the tab' }).click();
    await readOnly().press('Space');
  });

  it('leaves an open one as it began: read-only is switched on before', async () => {
    await begin();
    expect(await readOnly().isDisabled()).toBe(true);
    await press('Rollback');
    expect(await readOnly().isDisabled()).toBe(false);
  });

  it('asks before a tab with one is closed', async () => {
    await begin();
    await page.keyboard.press('Alt+w');
    const question = page.getByRole('dialog', { name: 'A transaction is open in this tab' });
    await question.getByRole('button', { name: 'No' }).click();
    await press('Rollback');
  });

  it('says whose lock a statement waits for', async () => {
    const dba = await site.service.house.shop.connectAsAdmin('shop');
    try {
      await dba.query('begin');
      await dba.query('select from orders where id = $1 for update', [id]);
      await runSql(page, `update orders set status = 'paid' where id = ${String(id)}`);
      await results(page)
        .getByText(/^Waiting \d+ s for a lock held by dba \(pid \d+/)
        .waitFor();
    } finally {
      await dba.end();
    }
    await results(page)
      .getByText(/^UPDATE 1 in/)
      .first()
      .waitFor();
  });
});
