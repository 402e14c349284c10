import type { Page } from 'playwright-core';
import { describeInBrowser, runSql, SHOP, Site, typeSql } from './site.js';
import { disguises, watchForDisguises } from './disguises.js';
import { PAYLOADS } from './payloads.js';
import { cell, results, resultTab } from './workbench.js';

/** What shows as a sign where a value has one line, so that the shown text is another than the value. */
const INVISIBLE = /[\p{Cc}\u200b\u2028\u202e\u2066\u2069\ufeff]/u;
const PLAIN = PAYLOADS.filter((payload) => !INVISIBLE.test(payload));
const LONGEST_NAME = 63;
/** Distinct as names of PostgreSQL's, which cuts them after 63 bytes. */
const NAMES = [
  ...new Set(PAYLOADS.map((text) => Buffer.from(text).subarray(0, LONGEST_NAME).toString())),
];

/** As a text of several lines is shown. */
function shown(text: string): string {
  return text.replaceAll(/(?![\t\r\n])[\p{Cc}\u200b\u2028\u202e\u2066\u2069\ufeff]/gu, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    const hex = code.toString(16).toUpperCase().padStart(4, '0');
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : `‹U+${hex}›`;
  });
}

/** The name that turns what stands behind it about; of a table, and of a database. */
const TURNING = NAMES.find((text) => text.startsWith('\u202e')) ?? '';

/** The service keeps 100 notices of a run, and the beginning of a long text. */
const PARTS = Array.from({ length: Math.ceil(PAYLOADS.length / 26) }, (_, part) => [
  part * 26 + 1,
  Math.min(PAYLOADS.length, part * 26 + 26),
]);

describeInBrowser('100 texts that would be scripts', () => {
  let site: Site;
  let page: Page;
  let complaints: string[];
  const dialogs: string[] = [];
  beforeAll(async () => {
    site = await Site.start();
    await createObjects(site);
    await createServers(site);
    ({ page, complaints } = await site.signedIn('dana', SHOP));
    await watchForDisguises(page);
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
  });
  afterAll(async () => {
    await site.stop();
  });
  afterEach(async () => {
    expect(await page.evaluate('window.__hit')).toBeUndefined();
    expect({ dialogs, complaints }).toEqual({ dialogs: [], complaints: [] });
    expect(await disguises(page)).toEqual([]);
  });

  it('are at least 100', () => {
    expect(new Set(PAYLOADS).size).toBeGreaterThanOrEqual(100);
  });

  it('would run where a page took them for markup', async () => {
    // What is tested below could otherwise pass by texts that do nothing anywhere.
    const { page: other, context } = await site.newTab();
    await other.goto('about:blank');
    await other.setContent(`<p>${PAYLOADS.join('</p><p>')}</p>`);
    expect(await other.evaluate('window.__hit')).toBe(1);
    await context.close();
  });

  it.each([
    ['markup', 'document.body.innerHTML = "<img>"'],
    ['a document', 'new DOMParser().parseFromString("<p>", "text/html")'],
    ['a script', 'document.createElement("script").text = "1"'],
    ["a script's address", 'document.createElement("script").src = "/assets/a.js"'],
    ['a policy of its own', 'trustedTypes.createPolicy("other", { createHTML: String })'],
    ['the policy anew', 'trustedTypes.createPolicy("default", { createHTML: String })'],
  ])('would not become %s if the page tried', async (_what, attempt) => {
    const { page: other, context } = await site.newTab({ breachesPolicy: true });
    await other.goto('/sign-in?password');
    await other.getByRole('textbox', { name: 'Password' }).waitFor();
    expect(await other.evaluate(`try { ${attempt}; 'done' } catch (e) { e.name }`)).toBe(
      'TypeError',
    );
    await context.close();
  });

  it('are texts in cells, and in the viewer of cells', async () => {
    await runSql(page, 'select text from hostile.payloads order by n');
    const first = page.getByRole('gridcell').first();
    await cell(page, PAYLOADS[0] ?? '').waitFor();
    await first.click();
    await page.keyboard.press('Enter');
    const seen = new Set<string>();
    for (let row = 1; row <= PAYLOADS.length; row += 1) {
      const viewer = page.getByRole('region', { name: `Cell: text, row ${String(row)}` });
      await viewer.getByRole('region', { name: 'Value as text' }).waitFor();
      for (const text of await page.getByRole('gridcell').allTextContents()) seen.add(text);
      await page.locator('[role=gridcell][tabindex="0"]').focus();
      await page.keyboard.press('ArrowDown');
    }
    expect(PLAIN.filter((payload) => !seen.has(payload))).toEqual([]);
    expect([...seen].some((text) => text.includes('\u202e'))).toBe(false);
    expect([...seen].some((text) => text.startsWith('‹U+202E›<script>'))).toBe(true);
    await page.getByRole('button', { name: 'Close cell' }).click();
  });

  it('are texts as names of columns', async () => {
    await runSql(page, 'table hostile.columns');
    await page.getByRole('columnheader').nth(1).waitFor();
    await resultTab(page, 'Result 1').waitFor();
    await page.getByRole('gridcell').first().click();
    const seen = new Set<string>();
    const count = NAMES.length;
    for (let column = 0; column < count; column += 1) {
      // The first one is for the numbers of the rows, and they are counted from 1.
      const at = `[role=gridcell][tabindex="0"][aria-colindex="${String(column + 2)}"]`;
      await page.locator(at).waitFor();
      for (const text of await page.getByRole('columnheader').allTextContents()) seen.add(text);
      await page.keyboard.press('ArrowRight');
    }
    const shown = NAMES.filter((name) => !INVISIBLE.test(name));
    expect(shown.filter((name) => !seen.has(`${name}integer`))).toEqual([]);
  });

  it.each(PARTS)('are texts in notices, details and hints (%i to %i)', async (from, to) => {
    await runSql(
      page,
      `select n, hostile.notice(n) from hostile.payloads where ${between(from, to)}`,
    );
    await cell(page, String(from)).first().waitFor();
    await results(page)
      .getByText(`${String(to - from + 1)} rows in`)
      .first()
      .waitFor();
    await resultTab(page, /^Messages/).click();
    const text = await page.getByRole('list', { name: 'Messages' }).textContent();
    const times = (payload: string): number => (text ?? '').split(shown(payload)).length - 1;
    expect(PAYLOADS.slice(from - 1, to).filter((payload) => times(payload) < 3)).toEqual([]);
  });

  it.each(PARTS)('are texts in errors (%i to %i)', async (from, to) => {
    await runSql(page, `select hostile.fail(${String(from)}, ${String(to)})`);
    const alert = results(page)
      .getByRole('alert')
      .filter({ hasText: `${String(from)} to ${String(to)}` });
    await alert.getByRole('button', { name: 'Details' }).click();
    const text = (await alert.textContent()) ?? '';
    const times = (payload: string): number => text.split(shown(payload)).length - 1;
    expect(PAYLOADS.slice(from - 1, to).filter((payload) => times(payload) < 3)).toEqual([]);
  });

  it('are texts as names and comments of schemas, tables and columns', async () => {
    await page.reload();
    await page.getByRole('treeitem', { name: /^public/ }).waitFor();
    await page.getByRole('treeitem').first().focus();
    await page.keyboard.type('hostile');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('treeitem', { name: /^Tables \d\d/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('[role=treeitem][aria-level="4"]').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('[role=treeitem][aria-level="5"]').first().waitFor();
    await page.keyboard.press('Home');
    const seen = await readTree(page);
    const times = (name: string): number =>
      seen.filter((text) => text.includes(shown(name))).length;
    expect(NAMES.filter((name) => times(name) < 2)).toEqual([]);
  });

  it('are texts as what is proposed', async () => {
    await typeSql(page, 'select 1 from hostile.');
    await page.keyboard.press('Control+Space');
    const list = page.getByRole('listbox', { name: 'Completions' });
    await list.getByRole('option').first().waitFor();
    expect((await list.allTextContents()).join()).toContain('<script>');
    await page.keyboard.press('Escape');
  });

  it('are texts in the editor, and in plans', async () => {
    await typeSql(page, `select * from hostile."${TURNING}"`);
    const line = page.getByRole('textbox', { name: 'SQL' }).getByText('select * from');
    expect(await line.textContent()).not.toContain('\u202e');
    await page.keyboard.press('ControlOrMeta+e');
    await results(page).getByText(shown(TURNING)).first().waitFor();
    await page.getByRole('radiogroup', { name: 'How the plan is shown' }).getByText('JSON').click();
    const json = page.getByRole('region', { name: 'Plan as JSON' });
    expect(await json.textContent()).toContain('‹U+202E›<script>');
  });

  it('are texts as the name of a database, on every screen that says it', async () => {
    await page.goto(SHOP.replace(/shop$/, encodeURIComponent(TURNING)));
    await runSql(page, 'select 42');
    await cell(page, '42').waitFor();
    await page.getByText(shown(TURNING)).first().waitFor();
    expect(await disguises(page)).toEqual([]);
    for (const path of ['/sessions', '/history', '/admin/audit']) {
      await page.goto(path);
      await page.getByText(shown(TURNING)).first().waitFor();
      expect(await disguises(page)).toEqual([]);
    }
  });

  it('are texts on the page of a table', async () => {
    await page.goto(`${SHOP}/t/hostile/${encodeURIComponent(TURNING)}`);
    await page.getByRole('heading', { level: 1 }).getByText(shown(TURNING)).waitFor();
  });

  it.each(['/servers', '/admin/servers'])('are texts as names of servers at %s', async (path) => {
    await page.goto(path);
    const { json } = await site.service.call(await site.service.token('dana'), 'GET', '/servers');
    const names: string[] = json.items.map(({ name }: { name: string }) => name);
    expect(names.length).toBeGreaterThan(PLAIN.length);
    await page
      .getByText(PLAIN.at(-1) ?? '', { exact: true })
      .first()
      .waitFor();
    const text = (await page.locator('body').textContent()) ?? '';
    expect(PLAIN.filter((name) => !text.includes(name))).toEqual([]);
  });
});

function between(from: number, to: number): string {
  return `n between ${String(from)} and ${String(to)} order by n`;
}

/** Every row of the tree that is there, whether it is in view or not, with its level; each once. */
async function readTree(page: Page): Promise<string[]> {
  const seen = new Set<string>();
  // At the end the focus stays, and it may be late on its way there.
  for (let last = '', stays = 0; stays < 5;) {
    const rows = await page.evaluate<string[]>(
      "[...document.querySelectorAll('[role=treeitem]')].map((row) => row.ariaLevel + ' ' + row.textContent)",
    );
    for (const row of rows) seen.add(row);
    await page.keyboard.press('PageDown');
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
    const focused = (await page.locator('[role=treeitem]:focus').textContent()) ?? '';
    stays = focused === last ? stays + 1 : 0;
    last = focused;
  }
  return [...seen];
}

async function createObjects({ service }: Site): Promise<void> {
  const dba = await service.house.shop.connectAsAdmin('shop');
  try {
    await dba.query('create schema hostile; create table hostile.payloads (n int, text text)');
    await dba.query(
      'insert into hostile.payloads select n, text from unnest($1::text[]) with ordinality as p (text, n)',
      [PAYLOADS],
    );
    const columns = NAMES.map((name) => `${dba.escapeIdentifier(name)} integer`);
    await dba.query(`create table hostile.columns (${columns.join(', ')})`);
    await dba.query('insert into hostile.columns default values');
    for (const name of NAMES) {
      const [id, text] = [dba.escapeIdentifier(name), dba.escapeLiteral(name)];
      await dba.query(`
        create schema ${id};
        comment on schema ${id} is ${text};
        create table hostile.${id} (${id} integer);
        comment on table hostile.${id} is ${text};
        comment on column hostile.${id}.${id} is ${text}`);
    }
    await dba.query(FUNCTIONS);
    await dba.query(`create database ${dba.escapeIdentifier(TURNING)}`);
  } finally {
    await dba.end();
  }
}

const FUNCTIONS = `
create function hostile.notice(which int) returns int language plpgsql as $$
declare said text := (select text from hostile.payloads where n = which);
begin
  raise notice using message = said, detail = said, hint = said;
  return which;
end $$;
create function hostile.fail(first int, last int) returns int language plpgsql as $$
declare said text := (select string_agg(text, ' ' order by n) from hostile.payloads
                       where n between first and last);
begin
  raise exception using message = first || ' to ' || last || ' ' || said, detail = said, hint = said;
end $$;
grant usage on schema hostile to usher_users;
grant select on all tables in schema hostile to usher_users;
`;

/** Names that the service does not take are none that a page could show. */
async function createServers({ service }: Site): Promise<void> {
  const token = await service.token('dana');
  for (const payload of PAYLOADS) {
    const { status } = await service.call(token, 'POST', '/servers', {
      name: payload,
      group: payload,
      comment: payload,
      labels: [payload.slice(0, 32).trim()],
      host: '127.0.0.1',
      port: 1,
    });
    if (status !== 201 && PLAIN.includes(payload)) throw new Error(`${String(status)}: ${payload}`);
  }
}
