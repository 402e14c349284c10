import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { describeInBrowser, runSql, SHOP, Site } from './site.js';
import { cell, clipboard, results, resultTab } from './workbench.js';

const TWO_PRODUCTS = 'select id, name, null as none from products where id in (1, 2) order by id';

describeInBrowser('reading results', () => {
  let site: Site;
  let page: Page;
  beforeAll(async () => {
    site = await Site.start();
    ({ page } = await site.signedIn('alice', SHOP));
  });
  afterAll(async () => {
    await site.stop();
  });

  /** Opens the first cell of the result that comes of a statement, by keyboard. */
  const openCell = async (sql: string): Promise<Locator> => {
    const before = await page.getByRole('grid').elementHandles();
    await runSql(page, sql);
    // The result that was there goes when the run begins.
    for (const grid of before) await grid.waitForElementState('hidden');
    const first = page.getByRole('gridcell').first();
    await page
      .getByText(/^[\d,]+ rows? in /)
      .first()
      .waitFor();
    await first.click();
    await page.keyboard.press('Enter');
    const viewer = page.getByRole('region', { name: /^Cell: / });
    await viewer.waitFor();
    return viewer;
  };

  it('tells NULL, an empty text and the text NULL from each other', async () => {
    await runSql(page, "select null as a, '' as b, 'NULL' as c");
    await cell(page, 'NULL, no value').waitFor();
    await cell(page, 'empty text').waitFor();
    await cell(page, 'NULL').waitFor();
  });

  it('shows the digits as PostgreSQL wrote them', async () => {
    await runSql(page, 'select 1.50::numeric as a, 9007199254740993 as b, 0.1::float8 + 0.2 as c');
    await cell(page, '1.50').waitFor();
    await cell(page, '9007199254740993').waitFor();
    await cell(page, '0.30000000000000004').waitFor();
  });

  it.each([
    ['TSV', '1\tSteel spade\t\n2\tSteel rake\t'],
    ['CSV', 'id,name,none\r\n1,Steel spade,\r\n2,Steel rake,\r\n'],
    [
      'JSON',
      '[\n  {"id": 1, "name": "Steel spade", "none": null},\n  {"id": 2, "name": "Steel rake", "none": null}\n]\n',
    ],
    [
      'Markdown',
      '| id | name | none |\n| ---: | --- | --- |\n| 1 | Steel spade | *NULL* |\n| 2 | Steel rake | *NULL* |\n',
    ],
    [
      'INSERT',
      `INSERT INTO products ("id", "name", "none") VALUES\n  (1, 'Steel spade', NULL),\n  (2, 'Steel rake', NULL);\n`,
    ],
  ])('copies as %s', async (format, text) => {
    await runSql(page, TWO_PRODUCTS);
    await cell(page, 'Steel rake').waitFor();
    await results(page).getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('menuitem', { name: `Copy all as ${format}`, exact: true }).click();
    await page.getByText(`Copied 6 cells as ${format}.`, { exact: true }).first().waitFor();
    expect(await clipboard(page)).toBe(text);
  });

  it('copies the cells that were selected by keyboard', async () => {
    await runSql(page, 'select n, n * n as square from generate_series(1, 3) as n');
    await cell(page, '9').waitFor();
    await page.getByRole('gridcell').first().click();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('ControlOrMeta+c');
    await page.getByText('Copied 4 cells as TSV.', { exact: true }).waitFor();
    expect(await clipboard(page)).toBe('1\t1\n2\t4');
  });

  it('opens a text with all its lines', async () => {
    const viewer = await openCell("select E'one\\ntwo\\nthree' as lines");
    const text = await viewer.getByRole('region', { name: 'Value as text' }).innerText();
    expect(text.split(/\n+/).filter((line) => /one|two|three/.test(line))).toHaveLength(3);
  });

  it('opens JSON formatted, with its digits as they are', async () => {
    const json = '{"big": 12345678901234567890.10, "list": [1e400]}';
    const viewer = await openCell(`select '${json}'::json as document`);
    const region = viewer.getByRole('region', { name: 'Value as JSON' });
    await region.getByText('12345678901234567890.10').waitFor();
    await region.getByText('1e400').waitFor();
  });

  it('opens a bytea as a dump', async () => {
    const viewer = await openCell("select '\\xdeadbeef41'::bytea as bytes");
    const region = viewer.getByRole('region', { name: 'Value as bytes' });
    await region.getByText(/de ad be ef 41/).waitFor();
    await viewer.getByText('5 bytes', { exact: true }).waitFor();
  });

  it('leaves the focus where keys went between the end of the viewer and the next frame', async () => {
    await openCell("select 'x' as here");
    // Both keys in one turn: no frame can come between them.
    const tag = await page.evaluate<string>(`(async () => {
      const press = (target, init) =>
        target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
      press(document.activeElement, { key: 'Escape' });
      press(document.body, { key: '1', altKey: true });
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return document.activeElement.getAttribute('role') + ' ' + document.activeElement.ariaLabel;
    })()`);
    expect(tag).toBe('textbox SQL editor');
  });

  it('goes back to the cell when the viewer is closed', async () => {
    await openCell("select 'look' as a");
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: /^Cell: / }).waitFor({ state: 'detached' });
    await cell(page, 'look').and(page.locator(':focus')).waitFor();
    expect(await page.locator(':focus').innerText()).toBe('look');
  });

  it('finds a text in the result', async () => {
    await runSql(page, 'select name from products order by name');
    await cell(page, 'Bamboo dibber').waitFor();
    await results(page).getByRole('button', { name: 'Find', exact: true }).click();
    const bar = page.getByRole('search', { name: 'Find in result' });
    await bar.getByRole('textbox').fill('oak fork');
    await bar.getByText('1 hit', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await bar.getByText('1 of 1', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });
    await page.locator('[role=gridcell]:focus').waitFor();
    expect(await page.locator(':focus').innerText()).toBe('Oak fork');
  });

  it('shows the first 1,000 rows, and more when asked', async () => {
    await runSql(page, 'select n as load_more from generate_series(1, 1500) as n');
    await results(page).getByText('First 1,000', { exact: true }).waitFor();
    await results(page).getByRole('button', { name: 'Load more' }).click();
    await page.getByRole('menuitem', { name: 'Up to 10,000 rows' }).click();
    await results(page)
      .getByText(/^1,500 rows in/)
      .first()
      .waitFor();
    const grid = page.getByRole('grid', { name: 'Result 1' });
    await grid.getByRole('gridcell').first().click();
    await page.keyboard.press('ControlOrMeta+End');
    await cell(page, '1500').waitFor();
  });

  /** Exports all rows of the result that is shown. */
  const exportCsv = async (name: string): Promise<void> => {
    await results(page).getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export all rows as CSV' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export all rows as CSV' });
    await dialog.getByRole('textbox', { name: 'File name' }).fill(name);
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  };

  it('exports all rows into a file on disk', async () => {
    await runSql(page, "select n, 'row ' || n as text from generate_series(1, 50000) as n");
    await cell(page, 'row 7').waitFor();
    const downloading = page.waitForEvent('download');
    await exportCsv('fifty');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('fifty.csv');
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(50_001);
    expect(lines.at(-1)).toBe('50000,row 50000');
    await page.getByText('Exported fifty.csv').waitFor();
  });

  it('exports what only the connection of the tab sees', async () => {
    await runSql(page, "create temp table only_here as select 'of this connection' as x");
    await results(page)
      .getByText(/^SELECT 1 in/)
      .first()
      .waitFor();
    await runSql(page, 'table only_here');
    await cell(page, 'of this connection').waitFor();
    const asked = page.waitForRequest(/\/sessions\/[^/]+\/downloads$/);
    const saved = page.waitForEvent('download');
    await exportCsv('pinned');
    expect((await asked).postDataJSON()).not.toHaveProperty('serverId');
    const file = await (await saved).path();
    expect(await readFile(file, 'utf8')).toBe('x\r\nof this connection\r\n');
    await page.getByText('Exported pinned.csv').waitFor();
  });

  it('says why an export was refused before it began, in the words of the refusal', async () => {
    await runSql(page, 'select 1 as refused');
    await cell(page, '1').waitFor();
    await page.route('**/downloads', async (route) => {
      const answer = await route.fetch();
      const text = await answer.text();
      // A ticket that never was, and its run.
      const body = text.replaceAll(/[\da-f]{12}(?=")/g, '0123456789ab');
      await route.fulfill({ response: answer, body });
    });
    await exportCsv('refused');
    const notice = page.getByRole('alert').filter({ hasText: 'refused.csv could not be exported' });
    await notice.getByText('There is no such download').waitFor();
    await page.unroute('**/downloads');
  });

  it('says that an export failed, and why', async () => {
    await runSql(page, 'select n, 1 / (n - 20000) as q from generate_series(1, 50000) as n');
    await resultTab(page, 'Result 1').waitFor();
    await results(page).getByText('First 1,000', { exact: true }).waitFor();
    await exportCsv('broken');
    const notice = page.getByRole('alert').filter({ hasText: 'broken.csv could not be exported' });
    await notice.getByText(/division by zero/).waitFor();
  });
});
