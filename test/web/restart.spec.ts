import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { nextVersion } from './next-version.js';
import { describeInBrowser, runSql, SHOP, Site, typeSql } from './site.js';
import { cell, messages, results, toolbar } from './workbench.js';

const SLOW = 'select pg_sleep(600)';

describeInBrowser('the service going away and coming back', () => {
  let site: Site;
  let page: Page;
  beforeAll(async () => {
    site = await Site.start();
    ({ page } = await site.signedIn('bob', SHOP));
  });
  afterAll(async () => {
    await site.stop();
  });

  const editor = () => page.getByRole('textbox', { name: 'SQL' });
  const status = () => page.getByRole('region', { name: 'Status' });
  const isAway = () => page.getByRole('status').getByText('pg-usher cannot be reached');
  const alertOf = (text: string) => page.getByRole('alert').filter({ hasText: text });
  const sessionEnded = () => alertOf('The database session of this tab has ended');

  /** The workspace as it is when it has just been loaded. */
  const reload = async (): Promise<void> => {
    await page.goto(SHOP);
    await page.getByRole('treeitem', { name: /customers/ }).waitFor();
  };

  const runAll = async (sql: string): Promise<void> => {
    await typeSql(page, sql);
    await toolbar(page, 'Run all').click();
  };

  /** Until PostgreSQL has it. */
  const runsSlowly = async (): Promise<void> => {
    const find = `select 1 from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and usename = 'bob'`;
    const deadline = Date.now() + 15_000;
    while ((await site.service.house.shop.sql(find)).length === 0) {
      if (Date.now() > deadline) throw new Error('PostgreSQL was never asked to sleep.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  /** The page asks when somebody comes back to it. */
  const comeBackToIt = () => page.evaluate('void dispatchEvent(new Event("focus"))');

  const askForExport = async (): Promise<void> => {
    await results(page).getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export all rows as CSV' }).click();
  };
  const confirmExport = () =>
    page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();

  describe('while something runs', () => {
    beforeAll(async () => {
      await reload();
      await runSql(page, SLOW);
      await runsSlowly();
      await site.service.halt();
      await site.service.startAgain();
    });

    it('is why the run was cancelled', async () => {
      const note = results(page).getByRole('status').filter({ hasText: 'Cancelled' });
      await note.getByText('pg-usher is being stopped, so the statement was cancelled').waitFor();
    });

    it('asks nobody to sign in again: whoever was signed in goes on', async () => {
      await sessionEnded().waitFor();
      await runSql(page, "select 'as before' as login");
      await cell(page, 'as before').waitFor();
      expect(await page.getByRole('dialog', { name: 'Please sign in again' }).count()).toBe(0);
    });
  });

  describe('while a transaction is open', () => {
    beforeAll(async () => {
      await reload();
      await runAll("begin; select 'open' as transaction");
      await cell(page, 'open').waitFor();
      await site.service.halt();
      await comeBackToIt();
    });

    it('is said, and the bar claims nothing that nobody can know', async () => {
      await isAway().waitFor();
      await status().getByText('Transaction: pg-usher cannot be reached').waitFor();
    });

    it('has it rolled back, and the page says so by itself', async () => {
      await site.service.startAgain({ query: { defaultTimeoutMs: 30_000 } });
      await sessionEnded().getByText('Its transaction was rolled back').waitFor();
      await status().getByText('Transaction: none').waitFor();
      expect(await isAway().count()).toBe(0);
    });

    it('may bring other limits', async () => {
      await page.getByRole('button', { name: 'timeout 30 s', exact: true }).waitFor();
    });
  });

  describe('without a word', () => {
    beforeEach(reload);

    it('leaves open what became of a run, a COMMIT included', async () => {
      await runAll(`begin; ${SLOW}; commit`);
      await runsSlowly();
      await site.service.kill();
      await comeBackToIt();
      await isAway().waitFor();
      await site.service.startAgain();
      await sessionEnded().getByText('a COMMIT included, is not known').waitFor();
      expect(await messages(page)).toContainEqual(
        expect.stringContaining('What was running may or may not have finished'),
      );
    });

    it('leaves the file of an export in part, which is said', async () => {
      // The first rows come at once; behind them it takes long.
      await runSql(
        page,
        "select case when n > 1500 then pg_sleep(600)::text else 'quick' end from generate_series(1, 3000) as n",
      );
      await results(page).getByText('First 1,000', { exact: true }).waitFor();
      await askForExport();
      const isKnown = page.waitForResponse(
        (response) => response.ok() && response.url().includes('/executions/'),
      );
      await confirmExport();
      await isKnown;
      await site.service.kill();
      await site.service.startAgain();
      await alertOf('could not be exported')
        .getByText('it was restarted. The file is not whole')
        .waitFor();
    });
  });

  describe('while parts of the page have not been loaded yet', () => {
    const missing = () => alertOf('This part of the page did not come');
    beforeAll(async () => {
      await reload();
      await runSql(page, "select 'still here' as result");
      await cell(page, 'still here').waitFor();
      await askForExport();
      await site.service.halt();
    });

    it('is said where notices will be', async () => {
      await confirmExport();
      await alertOf('pg-usher cannot be reached').waitFor();
      await cell(page, 'still here').waitFor();
    });

    it('takes nothing away that is there', async () => {
      await page.keyboard.press('ControlOrMeta+k');
      await missing().waitFor();
      await cell(page, 'still here').waitFor();
      await missing().getByRole('button', { name: 'Close' }).click();
      await missing().waitFor({ state: 'detached' });
    });

    it('brings the screen that was asked for meanwhile', async () => {
      await page.getByRole('button', { name: /^Account of/ }).click();
      await page.getByRole('menuitem', { name: 'My history' }).click();
      await missing().waitFor();
      await site.service.startAgain();
      await page.getByRole('heading', { name: 'History' }).waitFor();
    });

    it('has them come when they are asked for again', async () => {
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('textbox', { name: 'Search or run a command' }).waitFor();
    });
  });

  it('is not taken for a mistake of the page when a proxy answers in its place', async () => {
    await reload();
    await page.route('**/api/**', (route) =>
      route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' }),
    );
    await runSql(page, 'select 1');
    await results(page)
      .getByRole('alert')
      .getByText('A proxy answered in its place (status 502).')
      .waitFor();
    await page.unroute('**/api/**');
    await isAway().waitFor({ state: 'detached' });
  });

  it('leaves in a form what was typed, to be saved when it is back', async () => {
    const { page: admin, context } = await site.signedIn('dana', '/admin/servers/new');
    await admin.getByRole('textbox', { name: 'Name', exact: true }).fill('typed once');
    await admin.getByRole('textbox', { name: 'Host', exact: true }).fill('db.example.com');
    await site.service.halt();
    await admin.getByRole('button', { name: 'Create the server' }).click();
    await admin.getByRole('alert').getByText('pg-usher cannot be reached').waitFor();
    await site.service.startAgain();
    await admin.getByRole('button', { name: 'Create the server' }).click();
    await admin.getByRole('heading', { name: 'typed once' }).waitFor();
    await context.close();
  });

  describe('as another version', () => {
    const outdated = () => alertOf('pg-usher has been updated');
    beforeAll(async () => {
      await reload();
      await typeSql(page, "select 'typed before' as draft");
      await site.service.halt();
      const webFolder = await nextVersion(join(site.service.house.folder, 'next-version'));
      await site.service.startAgain({ webFolder });
    });

    it('has the page offer to be loaded again, and not do so by itself', async () => {
      await page.getByRole('button', { name: /^Account of/ }).click();
      await page.getByRole('menuitem', { name: 'My sessions' }).click();
      await outdated().getByRole('button', { name: 'Load the page again' }).waitFor();
    });

    it('is there once the page has been loaded again, with the SQL as it was', async () => {
      await outdated().getByRole('button', { name: 'Load the page again' }).click();
      await page.getByRole('heading', { name: 'Sessions' }).first().waitFor();
      await page.goBack();
      await editor().getByText("select 'typed before' as draft").waitFor();
    });
  });
});
