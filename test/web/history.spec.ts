import type { Page } from 'playwright-core';
import { describeInBrowser, runSql, SHOP, Site } from './site.js';

describeInBrowser('what is kept of a person', () => {
  let site: Site;
  let page: Page;
  let alice: string;
  beforeAll(async () => {
    site = await Site.start({ environment: { HISTORY_SQL_TEXT: 'true' } });
    alice = await site.service.token('alice');
    ({ page } = await site.signedIn('alice', SHOP));
  });
  afterAll(async () => {
    await site.stop();
  });

  const editor = () => page.getByRole('textbox', { name: 'SQL' });
  const runs = () => page.getByRole('table', { name: 'Your runs, the newest first' });
  const runOf = (text: string) => runs().getByRole('row').filter({ hasText: text });

  /** The history is written a moment after a run. */
  const openHistory = async (sql: string): Promise<void> => {
    const isWritten = async (): Promise<boolean> => {
      const { json } = await site.service.call(alice, 'GET', '/history');
      return json.items.some((run: { sql: string | null }) => run.sql === sql);
    };
    while (!(await isWritten())) await new Promise((resolve) => setTimeout(resolve, 50));
    await page.goto('/history');
    await runOf(sql).waitFor();
  };

  /** A run of the API, which is in the history, too. */
  const ran = async (sql: string): Promise<void> => {
    await site.service.query(alice, { sql });
    await openHistory(sql);
  };

  it('shows a run of the editor in the history', async () => {
    await page.goto(SHOP);
    await runSql(page, 'select 4711 as from_the_editor');
    await page.getByRole('gridcell', { name: '4711' }).waitFor();
    await openHistory('select 4711 as from_the_editor');
    const row = await runOf('select 4711 as from_the_editor').innerText();
    expect(row.replaceAll(/\s+/g, ' ')).toContain('shop as alice');
  });

  it('says in the history how a run failed', async () => {
    await ran('select 1/0 as broken');
    expect(await runOf('as broken').innerText()).toContain('failed');
  });

  it('opens a run in the editor, and does not run it', async () => {
    await ran("select 'again' as opened");
    await runOf('as opened').getByRole('link', { name: 'Open in editor' }).click();
    await editor().waitFor();
    await page.getByText('as opened').first().waitFor();
    expect(await editor().innerText()).toBe("select 'again' as opened");
    expect(await page.getByRole('gridcell').count()).toBe(0);
  });

  it('finds a run by a word of it', async () => {
    await ran('select 1 as needle');
    await ran('select 1 as straw');
    await page.getByRole('textbox', { name: 'Search' }).fill('needle');
    await runOf('as straw').waitFor({ state: 'hidden' });
    await runOf('as needle').waitFor();
    expect(await runs().getByRole('row').count()).toBe(2);
  });

  it('deletes a run from the history', async () => {
    await ran('select 1 as regretted');
    await runOf('as regretted').getByRole('button', { name: 'Delete this run' }).click();
    await runOf('as regretted').waitFor({ state: 'hidden' });
    const { json } = await site.service.call(alice, 'GET', '/history?search=regretted');
    expect(json.items).toEqual([]);
  });

  it('shows nothing of it to somebody else', async () => {
    await ran('select 1 as private');
    const { page: theirs, context } = await site.signedIn('bob', '/history');
    await theirs.getByText('Nothing has been run yet').waitFor();
    expect(await theirs.getByText('as private').count()).toBe(0);
    await context.close();
  });

  it('closes a database session from the list of sessions', async () => {
    const { json } = await site.service.call(alice, 'POST', '/sessions', {
      serverId: SHOP.split('/')[2],
    });
    const name = `Close the connection to shop, process ${json.backendPid}`;
    await page.goto('/sessions');
    await page.getByRole('button', { name }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Close it' }).click();
    await page.getByRole('button', { name }).waitFor({ state: 'hidden' });
    const closed = await site.service.call(alice, 'GET', `/sessions/${json.id}`);
    expect(closed.json.code).toBe('session-closed');
  });

  it('cancels a run from the list of sessions', async () => {
    const running = site.service.query(alice, { sql: 'select pg_sleep(50)' });
    await page.goto('/sessions');
    await page.getByRole('button', { name: 'Cancel the run on shop' }).click();
    const { json } = await running;
    expect(json.code).toBe('query-cancelled');
  });

  it('says which claim made the person who they are in the database', async () => {
    await page.goto('/me');
    const claims = page.getByRole('table', { name: 'Claims that were used' });
    const row = await claims.getByRole('row', { name: /^Database user/ }).innerText();
    expect(row).toContain('db_user is "alice"');
  });
});
