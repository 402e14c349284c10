import type { Page } from 'playwright-core';
import { describeInBrowser, runSql, SHOP, Site } from './site.js';
import { cell } from './workbench.js';

describeInBrowser('what the page says of the service', () => {
  let site: Site;
  let page: Page;
  beforeAll(async () => {
    site = await Site.start();
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
});
