import type { Page } from 'playwright-core';
import { describeInBrowser, runSql, SHOP, Site } from './site.js';
import { cell } from './workbench.js';

describeInBrowser('what the page says of the service', () => {
  let site: Site;
  let page: Page;
  beforeAll(async () => {
    site = await Site.start({
      environment: {
        QUERY_TIMEOUT_MS: '90000',
        DATABASE_SESSIONS_PER_PERSON: '3',
        HISTORY_DAYS: '12',
        HISTORY_SQL_TEXT: 'true',
      },
    });
    ({ page } = await site.signedIn('alice', SHOP));
  });
  afterAll(async () => {
    await site.stop();
  });

  it("is PostgreSQL's version, once a run has connected", async () => {
    const status = page.getByRole('region', { name: 'Status' });
    await status.getByText('not connected: the first run connects').waitFor();
    expect(await status.innerText()).not.toContain('PostgreSQL');
    await runSql(page, "select 'connected' as state");
    await cell(page, 'connected').waitFor();
    const [row] = await site.service.house.shop.sql('show server_version');
    const [number] = String(row?.['server_version']).split(' ');
    await status.getByText(`PostgreSQL ${String(number)}`, { exact: true }).waitFor();
  });

  it('is how long a run may take: the default, and the longest that may be chosen', async () => {
    await page.getByRole('button', { name: 'timeout 1 min', exact: true }).click();
    const choices = page.getByRole('menuitem');
    await choices.first().waitFor();
    expect(await choices.allInnerTexts()).toEqual(['1 min', '1 min 30 s, the longest']);
    await choices.last().click();
    await page.getByRole('button', { name: 'timeout 1 min 30 s', exact: true }).waitFor();
    const sent = page.waitForRequest(/\/sessions\/[^/]+\/query$/);
    await runSql(page, "select 'longer' as timeout");
    expect((await sent).postDataJSON()).toMatchObject({ timeoutMs: 90_000 });
    await cell(page, 'longer').waitFor();
  });

  it('is how many connections one may have', async () => {
    await page.goto('/sessions');
    const connections = page.getByRole('region', { name: 'Your database connections' });
    await connections.getByText(/You may have 3 at once on each instance/).waitFor();
  });

  it('is for how long the history keeps what, and whether with its text', async () => {
    await page.goto('/history');
    await page.getByText(/Runs are kept for 12 days, .* Their SQL is kept with them/).waitFor();
  });
});
