import type { Locator, Page } from 'playwright-core';
import { chooseAtProvider, describeInBrowser, runSql, SHOP, Site, typeSql } from './site.js';
import { cell, results, resultTab, toolbar } from './workbench.js';

describeInBrowser('the workspace by keyboard alone', () => {
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

  const editor = (): Locator => page.getByRole('textbox', { name: 'SQL' });
  const editorTab = (name: string): Locator =>
    page.getByRole('tablist', { name: 'Editor tabs' }).getByRole('tab', { name, exact: true });
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
  const toHaveFocus = (what: Locator): Promise<void> =>
    what.and(page.locator(':focus')).first().waitFor();
  const key = (keys: string): Promise<void> => page.keyboard.press(keys);
  const chooseInMenu = async (opener: Locator, name: string): Promise<void> => {
    await opener.focus();
    await key('Enter');
    await page.getByRole('menuitem', { name }).first().focus();
    await key('Enter');
  };
  const showRows = async (count: number): Promise<void> => {
    await runSql(page, `select g as n from generate_series(1, ${count}) g`);
    const shown = count > 1000 ? '1,000' : String(count);
    await results(page).getByRole('paragraph').getByText(`${shown} rows in`).waitFor();
    await cell(page, '1').first().waitFor();
    await key('Alt+2');
    await toHaveFocus(cell(page, '1'));
  };

  describe('the editor tabs', () => {
    it('keep the focus while somebody walks them', async () => {
      await typeSql(page, 'select 1 as first_tab');
      await key('Alt+n');
      await page.keyboard.insertText('select 2 as second_tab');
      await editorTab('q2').focus();
      await key('ArrowLeft');
      await editor().getByText('first_tab').waitFor();
      await toHaveFocus(editorTab('q1'));
    });

    it('give the focus back when the question before one is closed is answered with no', async () => {
      await chooseInMenu(button('This tab'), 'Close');
      await page.getByRole('dialog', { name: 'Close this tab?' }).waitFor();
      await key('Escape');
      await toHaveFocus(button('This tab'));
    });

    it('are named by their menu, and have the focus then', async () => {
      await chooseInMenu(button('This tab'), 'Rename');
      await toHaveFocus(page.getByRole('textbox', { name: 'Name of the tab' }));
      await page.keyboard.type('orders of may');
      await key('Enter');
      await toHaveFocus(editorTab('orders of may'));
    });
  });

  describe('what comes over the page gives the focus back', () => {
    it.each<[string, () => Promise<void>, () => Locator, () => Locator]>([
      [
        'the sheet of shortcuts',
        async () => {
          await resultTab(page, 'Result 1').focus();
          await key('?');
        },
        () => page.getByRole('dialog', { name: 'Shortcuts' }),
        () => resultTab(page, 'Result 1'),
      ],
      [
        'the question before a measured plan',
        async () => {
          await typeSql(page, 'update products set name = name');
          await key('ControlOrMeta+Shift+e');
        },
        () => page.getByRole('dialog', { name: 'Explain analyze runs the statement' }),
        editor,
      ],
      [
        'an export by its menu',
        () => chooseInMenu(button('Export'), 'Export all rows as CSV'),
        () => page.getByRole('dialog', { name: 'Export all rows as CSV' }),
        () => button('Export'),
      ],
      [
        'an export by the palette',
        async () => {
          await key('Alt+2');
          await key('ControlOrMeta+k');
          await page.getByRole('textbox', { name: 'Search or run a command' }).waitFor();
          await page.keyboard.type('export all rows as json');
          await page.getByText('Export all rows as JSON').waitFor();
          await key('Enter');
        },
        () => page.getByRole('dialog', { name: 'Export all rows as JSON' }),
        () => cell(page, '1'),
      ],
      [
        'the table that a copied INSERT is for',
        () => chooseInMenu(button('Copy'), 'INSERT'),
        () => page.getByRole('dialog', { name: 'Copy as INSERT' }),
        () => button('Copy'),
      ],
      [
        'the statements that make an object',
        async () => {
          await page.getByRole('treeitem', { name: /^customers/ }).focus();
          await key('F4');
        },
        () => page.getByRole('dialog', { name: /^DDL of/ }),
        () => page.getByRole('treeitem', { name: /^customers/ }),
      ],
    ])('%s', async (_what, open, dialog, place) => {
      await showRows(3);
      await open();
      await dialog().waitFor();
      await key('Escape');
      await dialog().waitFor({ state: 'detached' });
      await toHaveFocus(place());
    });
  });

  describe('a run', () => {
    it('leaves the focus on the button that began it', async () => {
      await typeSql(page, 'select 12 as by_button');
      await toolbar(page, 'Run').focus();
      await key('Enter');
      await cell(page, '12').waitFor();
      await toHaveFocus(toolbar(page, 'Run'));
    });

    it('leaves whoever reads a result in the results', async () => {
      await showRows(4);
      await key('ControlOrMeta+Enter');
      await toHaveFocus(results(page));
    });

    it('leaves whoever loads more in the results', async () => {
      await showRows(2000);
      await chooseInMenu(button('Load more'), 'Up to 10,000 rows');
      await button('Load more').waitFor({ state: 'detached' });
      await toHaveFocus(results(page));
    });
  });

  it('leaves the focus in the search when the tree comes back below it', async () => {
    const row = page.getByRole('treeitem', { name: /^customers/ });
    await row.click();
    const search = page.getByRole('combobox', { name: 'Find an object in the database' });
    await search.fill('products');
    await row.waitFor({ state: 'detached' });
    await search.fill('');
    await row.waitFor();
    await toHaveFocus(search);
  });
});

describeInBrowser('an editor that comes late', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start();
  });
  afterAll(async () => {
    await site.stop();
  });

  it('leaves the keys to the palette that was opened meanwhile', async () => {
    const { page, context } = await site.signedIn('alice', '/servers');
    let come = (): void => undefined;
    const coming = new Promise<void>((resolve) => (come = resolve));
    await page.route(/\/WorkspacePage-/, async (route) => {
      await coming;
      await route.continue();
    });
    await page.getByRole('link', { name: /^shop/ }).click();
    await page.keyboard.press('ControlOrMeta+k');
    const search = page.getByRole('textbox', { name: 'Search or run a command' });
    await search.waitFor();
    come();
    await page.locator('.cm-content').waitFor();
    await search.and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Escape');
    await context.close();
  });

  it('has the focus when the palette led to it', async () => {
    const { page, context } = await site.signedIn('alice', '/servers');
    await page.getByRole('link', { name: /^shop/ }).waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('textbox', { name: 'Search or run a command' }).fill('shop');
    await page.getByRole('dialog').getByText('shop').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'SQL' }).and(page.locator(':focus')).waitFor();
    await context.close();
  });
});

describeInBrowser('SQL that nobody has kept yet', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start();
  });
  afterAll(async () => {
    await site.stop();
  });

  it('is asked about when its tab is closed at once', async () => {
    const { page, context } = await site.signedIn('alice', SHOP);
    await typeSql(page, '');
    await page.keyboard.insertText('select 1 as typed_just_now');
    await page.keyboard.press('Alt+w');
    await page.getByRole('dialog', { name: 'Close this tab?' }).waitFor();
    await context.close();
  });

  it('is asked about on leaving when the browser has no room for it', async () => {
    const { page, context } = await site.signedIn('alice', SHOP);
    await page.getByRole('textbox', { name: 'SQL' }).waitFor();
    await page.evaluate(`for (let size = 1 << 22; size > 0; size >>= 1) {
      try { localStorage.setItem('filled ' + size, 'x'.repeat(size)); } catch {}
    }`);
    await typeSql(page, `select '${'x'.repeat(1000)}' as not_kept`);
    await page.getByText('This browser has no room').waitFor();
    const asked = page.waitForEvent('dialog');
    const leaving = page.goto('/servers').catch(() => undefined);
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.accept();
    await leaving;
    await context.close();
  });

  it('comes by a link through the sign-in, however long, and is in no address that is sent', async () => {
    const { page, context } = await site.newTab();
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.url()));
    const sql = `select 'by_a_link' -- ${'x'.repeat(100_000)}`;
    await page.goto(`${SHOP}#sql=${encodeURIComponent(sql)}`);
    await chooseAtProvider(page, 'alice');
    await page.getByRole('textbox', { name: 'SQL' }).getByText('by_a_link').waitFor();
    const addresses = sent.map((address) => address.split('#')[0] ?? '');
    expect(addresses.filter((address) => address.includes('by_a_link'))).toEqual([]);
    await context.close();
  });
});
