import type { Page } from 'playwright-core';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { chooseAtProvider, describeInBrowser, runSql, SHOP, Site, typeSql } from './site.js';
import { cell, messages, results, resultTab, toolbar } from './workbench.js';

describeInBrowser('running SQL in the workspace', () => {
  let site: Site;
  let page: Page;
  beforeAll(async () => {
    site = await Site.start();
    ({ page } = await site.signedIn('alice', SHOP));
  });
  afterAll(async () => {
    await site.stop();
  });

  it('runs the statement at the cursor alone', async () => {
    const mark = await site.service.logMark();
    await typeSql(page, "select 'above' as a;\nselect 'at the cursor' as a;\nselect 'below' as a;");
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ControlOrMeta+Enter');
    await cell(page, 'at the cursor').waitFor();
    expect(await site.service.logSince(mark)).not.toMatch(/above|below/);
  });

  it('outlines the statement that will run', async () => {
    await typeSql(page, 'select 1;\nselect 2,\n  3;\nselect 4;');
    await page.keyboard.press('ArrowUp');
    const lines = page.getByRole('textbox', { name: 'SQL' }).locator('.cm-line');
    const [second, third] = [await lines.nth(1).boundingBox(), await lines.nth(2).boundingBox()];
    const outline = page.locator('.cm-statement');
    await outline.waitFor();
    const box = await outline.boundingBox();
    expect(Math.abs((box?.y ?? 0) - (second?.y ?? -99))).toBeLessThan(4);
    const [bottom, wanted] = [endOf(box), endOf(third)];
    expect(Math.abs(bottom - wanted)).toBeLessThan(4);
  });

  it('runs the selection alone', async () => {
    await typeSql(page, "select 'chosen' as x\n, 'left out' as y");
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.press('Shift+End');
    await page.keyboard.press('ControlOrMeta+Enter');
    await cell(page, 'chosen').waitFor();
    expect(await page.getByRole('columnheader', { name: /^y/ }).count()).toBe(0);
  });

  it('runs all and gives each result a tab', async () => {
    await typeSql(
      page,
      "select 'r1' as a;\nset work_mem = '5MB';\nselect 'r2' as b union select 'r3'",
    );
    await page.keyboard.press('ControlOrMeta+Shift+Enter');
    await cell(page, 'r1').waitFor();
    await resultTab(page, 'Result 2').click();
    await cell(page, 'r3').waitFor();
    expect(await messages(page)).toEqual(['Done SELECT 1', 'Done SET', 'Done SELECT 2']);
  });

  it('says how many rows came, also to a screen reader', async () => {
    await runSql(page, 'select generate_series(1, 7) as seven');
    await cell(page, '7').waitFor();
    const said = results(page)
      .locator('[aria-live=polite]')
      .getByText(/^7 rows in [\d.]+ m?s$/);
    await said.waitFor({ state: 'attached' });
  });

  it('underlines an error at its position and says it beside the results', async () => {
    await runSql(page, 'select id, nonsense from customers');
    const alert = results(page).getByRole('alert');
    await alert.getByText('column "nonsense" does not exist').waitFor();
    expect(await results(page).innerText()).toContain('line 1, column 12');
    const editor = page.getByRole('textbox', { name: 'SQL' });
    expect(await editor.locator('[aria-invalid=true]').allInnerTexts()).toEqual(['nonsense']);
  });

  it('tells which GRANT a refused statement needs', async () => {
    await runSql(page, 'delete from public.customers where id = 1');
    await results(page)
      .getByText('GRANT DELETE ON public.customers TO alice;', { exact: true })
      .waitFor();
  });

  it('shows notices among the messages', async () => {
    await runSql(page, "do $$ begin raise notice 'look at this' using hint = 'closely'; end $$");
    await results(page).getByText('look at this').waitFor();
    expect(await messages(page)).toEqual(['NOTICE look at this Hint: closely', 'Done DO']);
  });

  it('shows the plan of a statement as a tree', async () => {
    await typeSql(page, 'select * from products where id = 7');
    await page.keyboard.press('ControlOrMeta+e');
    const plan = page.getByRole('tree', { name: 'Plan' });
    await plan.getByRole('treeitem', { name: /products/ }).waitFor();
  });

  it('asks before it measures what may change something', async () => {
    await typeSql(page, 'update products set name = name');
    await page.keyboard.press('ControlOrMeta+Shift+e');
    const question = page.getByRole('dialog', { name: 'Explain analyze runs the statement' });
    await question.getByRole('button', { name: 'Run it' }).click();
    await page.getByRole('alert').getByText('permission denied for table products').waitFor();
  });

  it('marks the slow parts of a plan that was run', async () => {
    await typeSql(page, 'select count(*) from order_lines a, order_lines b');
    await page.keyboard.press('ControlOrMeta+Shift+e');
    await page.getByRole('treeitem', { name: /Nested Loop/ }).waitFor();
    expect(await page.getByRole('region', { name: /^What/ }).innerText()).toContain('%');
  });

  it('cancels, and says so when PostgreSQL has answered', async () => {
    await watchWords(page);
    const mark = await site.service.logMark();
    await runSql(page, 'select pg_sleep(60)');
    await results(page)
      .getByText(/^Running/)
      .first()
      .waitFor();
    await toolbar(page, 'Cancel').click();
    await results(page).getByRole('status', { name: 'Cancelled' }).waitFor();
    expect(await page.evaluate('wordsSeen.some((words) => words.includes("Cancelling"))')).toBe(
      true,
    );
    expect(await site.service.logSince(mark)).toContain('canceling statement due to user request');
    expect(await sleepers(site)).toBe(0);
  });

  it('says in the messages that it was cancelled', async () => {
    await runSql(page, 'select pg_sleep(60)');
    await toolbar(page, 'Cancel').click();
    await results(page).getByRole('status', { name: 'Cancelled' }).waitFor();
    expect((await messages(page)).join()).toMatch(/ERROR .*cancel/i);
  });

  it('proposes names to whoever types before the names have come', async () => {
    const tab = await site.newTab();
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await tab.context.route('**/catalog/completion?*', async (route) => {
      await asked;
      await route.continue();
    });
    await tab.page.goto(`/api/v1/auth/login/oidc?returnTo=${encodeURIComponent(SHOP)}`);
    await chooseAtProvider(tab.page, 'alice');
    await typeSql(tab.page, 'select * from custom');
    await tab.page.keyboard.press('Control+Space');
    answer();
    const proposals = tab.page.getByRole('listbox', { name: 'Completions' });
    await proposals.getByRole('option', { name: 'customerstable', exact: true }).waitFor();
    await tab.context.close();
  });

  it.each([
    ['/servers', 'Servers'],
    [SHOP, 'shop on shop'],
    [`${SHOP}/t/public/customers`, 'customers', 'public.customers in shop'],
  ])('names the tab of the browser by what is at %s', async (address, name, title = name) => {
    const { page: other, context } = await site.signedIn('alice', address);
    await other
      .getByRole('heading', { level: 1, name, exact: true })
      .waitFor({ state: 'attached' });
    expect(await other.title()).toBe(`${title} · pg-usher`);
    await context.close();
  });

  it('opens a link with a query and does not run it', async () => {
    const tab = await site.signedIn('bob', '/me');
    const mark = await site.service.logMark();
    const sql = "select 'linked' || '-and-run' as x";
    await tab.page.goto(`/s/${SHOP_SERVER_ID}/shop#sql=${encodeURIComponent(sql)}`);
    await tab.page.getByRole('textbox', { name: 'SQL' }).getByText('-and-run').waitFor();
    await tab.page.getByRole('treeitem', { name: 'public' }).waitFor();
    await tab.page.getByText('not connected: the first run connects').waitFor();
    expect(await site.service.logSince(mark)).not.toContain('-and-run');
    await tab.page.keyboard.press('ControlOrMeta+Enter');
    await cell(tab.page, 'linked-and-run').waitFor();
    expect(await site.service.logSince(mark)).toContain('-and-run');
    await tab.context.close();
  });
});

function endOf(box: { readonly y: number; readonly height: number } | null): number {
  return box === null ? Number.NaN : box.y + box.height;
}

/** Keeps every word that the page shows from now on, however short it stands. */
async function watchWords(page: Page): Promise<void> {
  await page.evaluate(`
    globalThis.wordsSeen = [];
    new MutationObserver(() => wordsSeen.push(document.querySelector('#results').textContent))
      .observe(document.querySelector('#results'), { subtree: true, childList: true, characterData: true });`);
}

async function sleepers(site: Site): Promise<number> {
  const [row] = await site.service.house.shop.sql(
    `select count(*)::int as n from pg_stat_activity
      where state = 'active' and query like 'select pg_sleep%'`,
  );
  return Number(row?.['n']);
}
