import type { Page } from 'playwright-core';
import { describeInBrowser, runSql, SHOP, Site } from './site.js';
import { cell, results } from './workbench.js';

const ROWS = 100_000;
const COLUMNS = 50;

describeInBrowser('a great deal of data', () => {
  let site: Site;
  let page: Page;
  beforeAll(async () => {
    site = await Site.start();
    ({ page } = await site.signedIn('alice', SHOP));
  });
  afterAll(async () => {
    await site.stop();
  });

  it('can be scrolled to the last of 100,000 rows with 50 columns', async () => {
    const columns = Array.from(
      { length: COLUMNS },
      (_, at) => `n * 100 + ${String(at)} as c${String(at)}`,
    );
    await runSql(
      page,
      `select ${columns.join(', ')} from generate_series(1, ${String(ROWS)}) as n`,
    );
    await results(page).getByText('First 1,000', { exact: true }).waitFor();
    await results(page).getByRole('button', { name: 'Load more' }).click();
    await page.getByRole('menuitem', { name: 'Up to 100,000 rows' }).click();
    const done = results(page)
      .getByText(/^100,000 rows in/)
      .first();
    await done.waitFor({ timeout: 40_000 });
    await page.getByRole('gridcell').first().click();
    await page.keyboard.press('ControlOrMeta+End');
    await cell(page, String(ROWS * 100 + COLUMNS - 1)).waitFor();
  });

  it('is scrolled back by the wheel', async () => {
    await runSql(page, 'select n as scrolled from generate_series(1, 900) as n');
    await cell(page, '1').waitFor();
    const box = await page.getByRole('grid', { name: 'Result 1' }).boundingBox();
    await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 100);
    await page.mouse.wheel(0, 100_000);
    await cell(page, '900').waitFor();
    await page.mouse.wheel(0, -100_000);
    await cell(page, '1').waitFor();
  });

  it('opens a cell of 10 MB, and answers keys while it is open', async () => {
    await runSql(page, `select repeat(E'0123456789abcde\\n', 655360) as ten_megabytes`);
    const first = page.getByRole('gridcell', { name: /^0123456789abcde/ });
    await page
      .getByText(/^1 row in /)
      .first()
      .waitFor();
    await first.click();
    await page.keyboard.press('Enter');
    const viewer = page.getByRole('region', { name: /^Cell: ten_megabytes/ });
    await viewer.getByText('10,485,760 characters', { exact: false }).waitFor();
    await viewer.getByRole('region', { name: 'Value as text' }).focus();
    await page.keyboard.press('End');
    await viewer.getByText('0123456789abcde').last().waitFor();
    await page.keyboard.press('Escape');
    await viewer.waitFor({ state: 'detached' });
    await page.keyboard.press('Alt+1');
    await page.keyboard.type('-- still here');
    await page.getByRole('textbox', { name: 'SQL' }).getByText('-- still here').waitFor();
  });
});

describeInBrowser('the network going away', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start();
  });
  afterAll(async () => {
    await site.stop();
  });

  it('is said in words, and all works again when it is back', async () => {
    const { page, context } = await site.signedIn('alice', SHOP);
    await runSql(page, "select 'before' as a");
    await cell(page, 'before').waitFor();
    await context.setOffline(true);
    await runSql(page, "select 'during' as a");
    await results(page).getByRole('alert').getByText('pg-usher cannot be reached').waitFor();
    await context.setOffline(false);
    await runSql(page, "select 'after' as a");
    await cell(page, 'after').waitFor();
  });

  it('has nothing run again by itself', async () => {
    const { page, context } = await site.signedIn('bob', SHOP);
    await runSql(page, "select 'warm' || 'up' as a");
    await cell(page, 'warmup').waitFor();
    const mark = await site.service.logMark();
    await context.setOffline(true);
    await runSql(page, "select 'not sent' as once_only");
    await results(page).getByRole('alert').getByText('pg-usher cannot be reached').waitFor();
    await context.setOffline(false);
    await runSql(page, "select 'sent' as a");
    await cell(page, 'sent').waitFor();
    expect(await site.service.logSince(mark)).not.toContain('once_only');
  });
});
