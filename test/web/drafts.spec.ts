import type { Page } from 'playwright-core';
import { chooseAtProvider, describeInBrowser, SHOP, Site, typeSql } from './site.js';

describeInBrowser('writing SQL in the workspace', () => {
  let site: Site;
  let page: Page;
  beforeAll(async () => {
    site = await Site.start();
    ({ page } = await site.signedIn('alice', SHOP));
    await page.getByRole('treeitem', { name: /^customers/ }).waitFor();
  });
  afterAll(async () => {
    await site.stop();
  });

  const editor = () => page.getByRole('textbox', { name: 'SQL' });
  /** What has the focus, in words. */
  const focused = async (): Promise<string> => page.locator(':focus').innerText();
  const proposed = async (): Promise<string[]> => {
    const list = page.getByRole('listbox', { name: 'Completions' });
    await list.getByRole('option').first().waitFor();
    return (await list.getByRole('option').allInnerTexts()).map((text) => text.trim());
  };

  it('proposes the columns of a table by its alias', async () => {
    await typeSql(page, 'select c. from customers c');
    await page.keyboard.press('Home');
    for (let at = 0; at < 9; at += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+Space');
    const names = ['id', 'name', 'city', 'sales_rep', 'since'];
    expect((await proposed()).map((text) => names.find((name) => text.startsWith(name)))).toEqual(
      names,
    );
    await page.keyboard.press('Escape');
  });

  it('proposes tables while they are typed', async () => {
    await typeSql(page, 'select * from ');
    await page.keyboard.type('order_t');
    expect((await proposed())[0]).toMatch(/^order_totals/);
    await page.keyboard.press('Escape');
  });

  it('opens the objects down to the columns, and says what I may, by keyboard alone', async () => {
    await editor().focus();
    await page.keyboard.press('Escape');
    for (let presses = 0; presses < 20; presses += 1) {
      await page.keyboard.press('Shift+Tab');
      if ((await page.locator('[role=treeitem]:focus').count()) > 0) break;
    }
    await page.keyboard.type('cust');
    expect(await focused()).toMatch(/^customers[^]*you may read/);
    await page.keyboard.press('ArrowRight');
    await page.getByRole('treeitem', { name: /^sales_rep name not null/ }).waitFor();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toMatch(/^id/);
  });

  /** Waits until the browser keeps a text. */
  const kept = async (text: string): Promise<void> => {
    await page.waitForFunction(
      (part) => JSON.stringify({ ...Reflect.get(globalThis, 'localStorage') }).includes(part),
      text,
    );
  };

  it('keeps drafts over a reload', async () => {
    await typeSql(page, 'select 42 as draft_of_alice');
    await kept('draft_of_alice');
    await page.reload();
    await editor().getByText('draft_of_alice').waitFor();
  });

  it('keeps each tab by itself', async () => {
    await page.getByRole('button', { name: 'New tab' }).click();
    await typeSql(page, 'select 43 as second_draft');
    await kept('second_draft');
    await page.reload();
    await editor().getByText('second_draft').waitFor();
    await page.getByRole('tab', { name: 'q1' }).click();
    await editor().getByText('draft_of_alice').waitFor();
  });

  it('shows them to nobody else in the same browser', async () => {
    await page.context().clearCookies();
    await page.goto(`/api/v1/auth/login/oidc?returnTo=${encodeURIComponent(SHOP)}`);
    await chooseAtProvider(page, 'bob');
    await page.getByRole('button', { name: /^You are bob/ }).waitFor();
    await editor().waitFor();
    expect(await page.getByRole('tablist', { name: 'Editor tabs' }).getByRole('tab').count()).toBe(
      1,
    );
    expect(await page.content()).not.toMatch(/draft_of_alice|second_draft/);
  });
});
