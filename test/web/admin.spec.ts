import type { Page } from 'playwright-core';
import { SessionService } from '../../src/auth/session.service.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { describeInBrowser, runSql, SHOP, signInByPassword, Site } from './site.js';

const NEW_PASSWORD = 'a password of many words';

describeInBrowser('administration', () => {
  let site: Site;
  let page: Page;
  let dana: string;
  beforeAll(async () => {
    site = await Site.start();
    dana = await site.service.token('dana');
    ({ page } = await site.signedIn('dana', '/admin/servers'));
  });
  afterAll(async () => {
    await site.stop();
  });

  const form = () => page.getByRole('form', { name: 'Server definition' });
  const field = (name: string) => form().getByRole('textbox', { name, exact: true });
  const dialog = (name: string) => page.getByRole('dialog', { name });
  const heading = (name: string) => page.getByRole('heading', { name, level: 1, exact: true });
  const rowOf = (name: string | RegExp) => page.getByRole('row', { name });

  const createServer = async (name: string): Promise<string> => {
    const { json } = await site.service.call(dana, 'POST', '/servers', {
      name,
      host: 'localhost',
      port: site.service.house.shop.port,
      maintenanceDb: 'shop',
      passthrough: true,
    });
    return json.id;
  };

  describe('of servers', () => {
    it('fills a new one in from a postgres:// address, and creates it', async () => {
      const { port } = site.service.house.shop;
      await page.goto('/admin/servers');
      await page.getByRole('button', { name: 'New server' }).click();
      await page
        .getByRole('textbox', { name: 'Address or keywords' })
        .fill(`postgres://localhost:${port}/shop?sslmode=verify-full`);
      await page.keyboard.press('Enter');
      await field('Name').fill('orders');
      await page.getByRole('button', { name: 'Create the server' }).click();
      await heading('orders').waitFor();
      expect([await field('Host').inputValue(), await field('Port').inputValue()]).toEqual([
        'localhost',
        String(port),
      ]);
    });

    it('keeps no password out of an address', async () => {
      await page.goto('/admin/servers/new');
      await page
        .getByRole('textbox', { name: 'Address or keywords' })
        .fill('postgres://sales:hunter2@db1.example:5433/app');
      await page.getByRole('button', { name: 'Fill in' }).click();
      await page.getByText('password: never kept from a connection string').waitFor();
      expect(await field('User name').inputValue()).toBe('');
      expect(await page.content()).not.toContain('hunter2');
    });

    it('turns user and password off with passthrough, and says why', async () => {
      await page.goto('/admin/servers/new');
      const passthrough = form().getByRole('switch', { name: /^Use OAuth identity/ });
      const fields = [field('User name'), field('Password')];
      const states = async () =>
        Promise.all(
          fields.map(async (one) => `${await one.isDisabled()}, "${await one.inputValue()}"`),
        );
      await passthrough.click();
      await field('User name').fill('sales');
      await field('Password').fill('secret');
      const before = await states();
      await passthrough.click();
      await form().getByText('PostgreSQL sees each person under their own name').waitFor();
      expect([before, await states()]).toEqual([
        ['false, "sales"', 'false, "secret"'],
        ['true, ""', 'true, ""'],
      ]);
    });

    it('tests one as whoever presses the button', async () => {
      await page.goto(`/admin/servers/${SHOP_SERVER_ID}`);
      await page.getByRole('button', { name: 'Test as me' }).click();
      await rowOf('You are dana').waitFor();
    });

    it('shows what somebody else has saved meanwhile, and saves what is chosen', async () => {
      const id = await createServer('changed by two');
      await page.goto(`/admin/servers/${id}`);
      await field('Comment').fill('mine');
      await site.service.call(
        dana,
        'PATCH',
        `/servers/${id}`,
        { comment: 'theirs', group: 'Shops' },
        { 'If-Match': '"1"' },
      );
      await page.getByRole('button', { name: 'Save' }).click();
      const conflict = page.getByRole('table', { name: 'What changed meanwhile' });
      await conflict.getByRole('radiogroup', { name: 'Which Comment' }).getByText('Mine').click();
      await page.getByRole('button', { name: 'Take these into the form' }).click();
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Revision 3').waitFor();
      const { json } = await site.service.call(dana, 'GET', `/servers/${id}`);
      expect([json.comment, json.group]).toEqual(['mine', 'Shops']);
    });

    it('keeps what is typed over the end of a session, also where somebody else has saved', async () => {
      const id = await createServer('typed over an end');
      const tab = await site.signedIn('dana', `/admin/servers/${id}`);
      const comment = tab.page.getByRole('textbox', { name: 'Comment', exact: true });
      await comment.fill('mine');
      await tab.context.clearCookies({ name: 'usher_session' });
      await tab.page.getByRole('button', { name: 'Save' }).click();
      const sheet = tab.page.getByRole('dialog', { name: 'Please sign in again' });
      await sheet.waitFor();
      const theirs = { comment: 'theirs' };
      await site.service.call(dana, 'PATCH', `/servers/${id}`, theirs, { 'If-Match': '"1"' });
      await sheet.getByRole('button', { name: /^Sign in with/ }).click();
      await sheet.waitFor({ state: 'hidden' });
      await tab.page.getByRole('button', { name: 'Save' }).click();
      await tab.page.getByRole('table', { name: 'What changed meanwhile' }).waitFor();
      expect(await comment.inputValue()).toBe('mine');
      await tab.context.close();
    });

    it('deletes one when its name is typed, and not before', async () => {
      const id = await createServer('to be deleted');
      await page.goto(`/admin/servers/${id}`);
      await page.getByRole('button', { name: 'Delete' }).click();
      const question = dialog('Delete this server?');
      const action = question.getByRole('button', { name: 'Delete it' });
      expect(await action.isDisabled()).toBe(true);
      await question.getByRole('textbox').fill('to be deleted');
      await action.click();
      await heading('Servers').waitFor();
      const { status } = await site.service.call(dana, 'GET', `/servers/${id}`);
      expect(status).toBe(404);
    });

    it('shows one that a file defines to be read only', async () => {
      await page.goto(`/admin/servers/${SHOP_SERVER_ID}`);
      await page.getByText('This server is defined in a file').waitFor();
      await page.getByRole('table', { name: 'Server definition' }).waitFor();
      const offered = page.getByRole('main').getByRole('button', { name: /^(Save|Delete)$/ });
      expect(await offered.count()).toBe(0);
    });
  });

  describe('of people', () => {
    it('creates a local account, which can sign in', async () => {
      await page.goto('/admin/accounts');
      await page.getByRole('button', { name: 'New account' }).click();
      const made = dialog('New local account');
      await made.getByRole('textbox', { name: 'User name' }).fill('keeper');
      await made.getByRole('textbox', { name: 'Password' }).fill(NEW_PASSWORD);
      await made.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('button', { name: 'Disable keeper' }).waitFor();
      const { page: theirs, context } = await site.newTab();
      await theirs.goto('/sign-in?signedOut=1');
      await signInByPassword(theirs, { username: 'keeper', password: NEW_PASSWORD });
      await theirs.getByRole('button', { name: 'Account of keeper' }).waitFor();
      await context.close();
    });

    it('disables an account, which then cannot sign in', async () => {
      const username = 'leaver';
      await site.service.call(dana, 'POST', '/auth/accounts', { username, password: NEW_PASSWORD });
      await page.goto('/admin/accounts');
      await page.getByRole('button', { name: 'Disable leaver' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
      await page.getByRole('button', { name: 'Enable leaver' }).waitFor();
      const { page: theirs, context } = await site.newTab();
      await theirs.goto('/sign-in?signedOut=1');
      await signInByPassword(theirs, { username, password: NEW_PASSWORD });
      await theirs.getByRole('alert').waitFor();
      await context.close();
    });

    it('releases a database user from its owner, and leaves the focus in the content', async () => {
      await site.service.query(await site.service.token('bob'), { sql: 'select 1' });
      await page.goto('/admin/bindings');
      await page.getByRole('button', { name: 'Release bob' }).click();
      await dialog('Release bob?').getByRole('button', { name: 'Release it' }).click();
      await page.getByRole('button', { name: 'Release bob' }).waitFor({ state: 'hidden' });
      await page.locator('#content:focus').waitFor();
      const { json } = await site.service.call(dana, 'GET', '/bindings');
      const users = json.items.map(({ databaseUser }: { databaseUser: string }) => databaseUser);
      expect(users).not.toContain('bob');
    });

    it("ends somebody's session", async () => {
      const { page: theirs, context } = await site.signedIn('alice', SHOP);
      await theirs.getByRole('treeitem').first().waitFor();
      await page.goto('/admin/sessions');
      await page.getByRole('button', { name: 'End this session of alice' }).click();
      await dialog('End this session of alice?').getByRole('button', { name: 'End it' }).click();
      await page
        .getByRole('button', { name: 'End this session of alice' })
        .waitFor({ state: 'hidden' });
      await runSql(theirs, 'select 1');
      await theirs.getByRole('dialog', { name: 'Please sign in again' }).waitFor();
      await context.close();
    });

    it('explains itself to people who are no administrators', async () => {
      const { page: theirs, context } = await site.signedIn('alice', '/admin/accounts');
      await theirs.getByText('This is for administrators of pg-usher').waitFor();
      expect(await theirs.getByRole('table').count()).toBe(0);
      await context.close();
    });
  });

  describe('of many people', () => {
    beforeAll(async () => {
      const sessions = site.service.app.get(SessionService);
      for (const username of ['hermit', ...Array.from({ length: 120 }, () => 'crowd')]) {
        const who = { username, groups: [], isAdmin: false, accountId: username } as const;
        const opening = { replaces: undefined, remoteAddress: '10.0.0.1', userAgent: 'curl/8' };
        await sessions.create({ ...who, authSource: 'internal' }, opening);
      }
      await site.service.house.store.sql(
        `insert into role_binding (trust_group, database_user, issuer, subject, origin)
         select 'crowds', 'crowd_' || n, 'https://id.example.com', n, 'approved'
         from generate_series(100, 219) n`,
        'usher',
      );
      await site.service.house.store.sql(
        `insert into local_account (username, password_hash)
         select 'crowd-' || n, 'none' from generate_series(100, 219) n`,
        'usher',
      );
    });

    const SCREENS = [
      ['/admin/sessions?subject=crowd', '100 sessions', '120 sessions'],
      ['/admin/bindings?trust=crowds', '100 database users', '120 database users'],
      ['/admin/accounts?q=crowd-', '100 accounts', '120 accounts'],
    ] as const;

    it.each(SCREENS)('goes on with the list of %s', async (address, first, all) => {
      await page.goto(address);
      await page.getByText(`${first}, and there are more`).waitFor();
      await page.getByRole('button', { name: 'Load more' }).click();
      await page.getByText(`${all}, and that is all`).waitFor();
      expect(await page.getByRole('table').getByRole('row').count()).toBe(121);
    });

    it('finds a session that is not on the first page', async () => {
      await page.goto('/admin/sessions');
      await page.getByText('100 sessions, and there are more').waitFor();
      expect(await rowOf(/^hermit/).count()).toBe(0);
      await page.getByRole('textbox', { name: 'Search', exact: true }).fill('HERMIT');
      await rowOf(/^hermit/).waitFor();
    });

    it('finds a database user that is not on the first page', async () => {
      await page.goto('/admin/bindings');
      await page.getByText('100 database users, and there are more').waitFor();
      expect(await rowOf(/^crowd_219/).count()).toBe(0);
      await page.getByRole('textbox', { name: 'Filter', exact: true }).fill('crowd_219');
      await rowOf(/^crowd_219/).waitFor();
    });
  });

  describe('of the audit', () => {
    beforeAll(async () => {
      await site.service.query(await site.service.token('alice'), { sql: 'select 1' });
      await site.service.query(await site.service.token('carol'), { sql: 'select 1' });
    });

    const audit = () => page.getByRole('table', { name: 'The audit, the newest first' });

    /** Whose acts are shown. */
    const people = async (): Promise<string[]> => {
      await audit().waitFor();
      const names = await audit().locator('tbody tr td:nth-child(3)').allInnerTexts();
      return [...new Set(names.map((name) => name.split('\n')[0] ?? ''))];
    };

    it('shows what one person did', async () => {
      await page.goto('/admin/audit?person=carol');
      expect(await people()).toEqual(['carol']);
    });

    it('finds by how it ended', async () => {
      await page.goto('/admin/audit');
      await page.getByRole('combobox', { name: 'How it ended' }).click();
      await page.getByRole('option', { name: 'refused' }).click();
      await audit()
        .getByRole('cell', { name: /^alice/ })
        .first()
        .waitFor({ state: 'hidden' });
      expect(await people()).toContain('carol');
    });

    it('opens a row to all that is known of it, without the text of the statement', async () => {
      await page.goto('/admin/audit?person=alice&action=query');
      await page
        .getByRole('button', { name: /^Details of query of alice/ })
        .first()
        .click();
      await page.getByRole('table', { name: 'How it ended' }).waitFor();
      expect(await page.getByRole('main').innerText()).not.toContain('select 1');
    });

    describe('of long ago', () => {
      const LONG_SUBJECT = '117823498234982349823';
      beforeAll(async () => {
        const insert = (values: string, from: string) =>
          site.service.house.store.sql(
            `insert into audit_event
               (at, phase, action, request_id, issuer, subject, username, outcome, code)
             select ${values} from ${from}`,
            'usher',
          );
        await insert(
          `timestamptz '2026-01-05 10:00:30Z', 'refusal', 'request', gen_random_uuid(),
           'https://id.example.com', '${LONG_SUBJECT}', 'quitter', 'denied', 'role-protected'`,
          'generate_series(1, 1)',
        );
        await insert(
          `timestamptz '2026-02-01Z' + n * interval '1 minute', 'refusal', 'request',
           gen_random_uuid(), 'https://id.example.com', 'b', 'busy', 'denied', 'role-missing'`,
          'generate_series(1, 450) n',
        );
      });

      const rowsOf = (name: string) => audit().getByRole('cell', { name, exact: true });

      it('finds a row that is not on the first page, and has the filter in the address', async () => {
        await page.goto('/admin/audit');
        expect(await people()).not.toContain('quitter');
        await page.getByRole('textbox', { name: 'Person' }).fill('QUITTER');
        await rowsOf('quitter').waitFor();
        expect(await people()).toEqual(['quitter']);
        expect(new URL(page.url()).searchParams.get('person')).toBe('QUITTER');
      });

      it('finds it by a link with everything that can be asked', async () => {
        const link = new URLSearchParams({
          subject: LONG_SUBJECT,
          issuer: 'https://id.example.com',
          outcome: 'denied',
          code: 'role-protected',
          since: '2026-01-05T10:00:00Z',
          until: '2026-01-05T10:01:00Z',
        });
        await page.goto(`/admin/audit?${link.toString()}`);
        await rowsOf('quitter').waitFor();
        expect(await page.getByText('1 act, and that is all').count()).toBe(1);
        const times = ['From', 'To'].map((label) => page.getByLabel(label).inputValue());
        expect(new Set(await Promise.all(times)).size).toBe(1);
      });

      it('goes on with what is filtered', async () => {
        await page.goto('/admin/audit?person=busy');
        await page.getByText('200 acts, and there are more').waitFor();
        await page.getByRole('button', { name: 'Load more' }).click();
        await page.getByText('400 acts, and there are more').waitFor();
        await page.getByRole('button', { name: 'Load more' }).click();
        await page.getByText('450 acts, and that is all').waitFor();
        expect(await people()).toEqual(['busy']);
      });

      it('says what was asked where nothing fits', async () => {
        await page.goto('/admin/audit?person=quitter&outcome=timeout');
        const asked = 'a person with “quitter” in a name, what ended as “took too long”';
        await page.getByText(asked).waitFor();
        expect(await audit().count()).toBe(0);
      });

      it('narrows to the person of a row', async () => {
        await page.goto('/admin/audit?person=quitter');
        await page.getByRole('button', { name: /^Details of request of quitter/ }).click();
        await page.getByRole('button', { name: 'Only this person' }).click();
        await page.getByText(`Only ${LONG_SUBJECT} of https://id.example.com`).waitFor();
      });

      it('shows the whole of an act of which the filter finds one row', async () => {
        await page.goto('/admin/audit?person=carol&code=role-missing&action=query');
        await page
          .getByRole('button', { name: /^Details of query of carol/ })
          .first()
          .click();
        await page.getByRole('table', { name: 'Before it was done' }).waitFor();
      });
    });
  });
});
