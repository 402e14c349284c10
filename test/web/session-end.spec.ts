import type { Page } from 'playwright-core';
import {
  chooseAtProvider,
  describeInBrowser,
  runSql,
  SHOP,
  signInByPassword,
  Site,
  type Tab,
  typeSql,
} from './site.js';

describeInBrowser('in a session', () => {
  let site: Site;
  beforeAll(async () => {
    site = await Site.start();
  });
  afterAll(async () => {
    await site.stop();
  });

  /** As an administrator does it, for everybody with that name. */
  const endSessionsOf = async (person: string): Promise<void> => {
    const dana = await site.service.token('dana');
    const { json } = await site.service.call(dana, 'GET', '/auth/admin/sessions');
    for (const { id, username } of json.items) {
      if (username === person) {
        await site.service.call(dana, 'DELETE', `/auth/admin/sessions/${id}`);
      }
    }
  };

  const sheetOf = (page: Page) => page.getByRole('dialog', { name: 'Please sign in again' });
  const editorOf = (page: Page) => page.getByRole('textbox', { name: 'SQL' });

  /** Somebody's session is ended while they type; they find out at their next run. */
  const endWhileTyping = async (person: string): Promise<Tab> => {
    const tab = await site.signedIn(person, SHOP);
    await runSql(tab.page, 'select count(*) from customers');
    await tab.page.getByRole('gridcell').first().waitFor();
    await typeSql(tab.page, 'select session_user');
    await endSessionsOf(person);
    await tab.page.keyboard.insertText(' as typed_until_the_end');
    await tab.page.keyboard.press('ControlOrMeta+Enter');
    await sheetOf(tab.page).waitFor();
    return tab;
  };

  const openWindow = async (page: Page): Promise<Page> => {
    const opening = page.waitForEvent('popup');
    await sheetOf(page)
      .getByRole('button', { name: /^Sign in with/ })
      .click();
    return opening;
  };

  describe('that ends', () => {
    it('leaves the SQL in the editor', async () => {
      const { page, context } = await endWhileTyping('alice');
      expect(await editorOf(page).innerText()).toBe('select session_user as typed_until_the_end');
      await context.close();
    });

    it('has no button that whoever is typing would press', async () => {
      const { page, context } = await endWhileTyping('alice');
      const ways = sheetOf(page).getByRole('button', { name: /^Sign in with/ });
      await ways.first().waitFor();
      expect(await ways.and(page.locator(':focus')).count()).toBe(0);
      await sheetOf(page).getByText('Your SQL is kept').and(page.locator(':focus')).waitFor();
      await context.close();
    });

    it('lets the same person go on after signing in over the page', async () => {
      const { page, context } = await endWhileTyping('alice');
      const popup = await openWindow(page);
      await sheetOf(page).waitFor({ state: 'hidden' });
      if (!popup.isClosed()) await popup.waitForEvent('close');
      await editorOf(page).and(page.locator(':focus')).waitFor();
      await page.keyboard.press('ControlOrMeta+Enter');
      await page.getByRole('gridcell', { name: 'alice' }).first().waitFor();
      expect(await editorOf(page).innerText()).toBe('select session_user as typed_until_the_end');
      await context.close();
    });

    it('shows nothing of the first person to somebody else', async () => {
      const { page, context } = await endWhileTyping('alice');
      await context.clearCookies();
      const popup = await openWindow(page);
      await chooseAtProvider(popup, 'bob');
      await page.getByRole('button', { name: /^You are bob at shop/ }).waitFor();
      await editorOf(page).waitFor();
      expect(await page.locator('body').innerText()).not.toContain('alice');
      expect(await editorOf(page).innerText()).not.toContain('typed_until_the_end');
      await context.close();
    });

    it('is told in the other tabs when it ends by signing out', async () => {
      const { page, context } = await site.signedIn('bob', SHOP);
      await editorOf(page).waitFor();
      const other = await context.newPage();
      await other.goto('/servers');
      await other.getByRole('button', { name: /^Account of/ }).click();
      await other.getByRole('menuitem', { name: 'Sign out' }).click();
      await sheetOf(page).waitFor();
      await context.close();
    });
  });

  describe('that is ended elsewhere', () => {
    const ended = async (person: string, notice: (tab: Tab) => Promise<unknown>): Promise<Tab> => {
      const tab = await site.newTab();
      await tab.page.clock.install();
      await tab.page.goto(`/api/v1/auth/login/oidc?returnTo=${encodeURIComponent(SHOP)}`);
      await chooseAtProvider(tab.page, person);
      await typeSql(tab.page, 'select 1 as kept');
      await endSessionsOf(person);
      expect(await sheetOf(tab.page).count()).toBe(0);
      await notice(tab);
      await sheetOf(tab.page).waitFor();
      return tab;
    };

    it.each<[string, (tab: Tab) => Promise<unknown>]>([
      [
        'somebody comes back to its window',
        ({ page }) => page.evaluate("window.dispatchEvent(new Event('focus'))"),
      ],
      [
        'somebody comes back to its tab',
        ({ page }) => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))"),
      ],
      [
        'the network comes back',
        async ({ context }) => {
          await context.setOffline(true);
          await context.setOffline(false);
        },
      ],
      ['a minute has gone by', ({ page }) => page.clock.fastForward('01:01')],
    ])('is known to have ended when %s, and the SQL stays', async (_when, notice) => {
      const { page, context } = await ended('alice', notice);
      expect(await editorOf(page).innerText()).toBe('select 1 as kept');
      await context.close();
    });

    it('can be ended by its owner from another browser', async () => {
      const first = await site.signedIn('carol', '/me');
      await first.page.getByRole('heading', { name: 'Who am I' }).waitFor();
      const second = await site.signedIn('carol', '/sessions');
      const list = second.page.getByRole('table', { name: 'Your login sessions' });
      await list.getByRole('button', { name: /^End the session of/ }).click();
      await second.page
        .getByRole('dialog', { name: 'End this session?' })
        .getByRole('button', { name: 'End the session' })
        .click();
      await second.page.getByText('That session has ended, and what it ran.').waitFor();
      await first.page.evaluate("window.dispatchEvent(new Event('focus'))");
      await sheetOf(first.page).waitFor();
      await Promise.all([first.context.close(), second.context.close()]);
    });

    it('is not kept open by a page that nobody touches', async () => {
      const { page, context } = await site.newTab();
      await page.clock.install();
      await page.goto(`/api/v1/auth/login/oidc?returnTo=${encodeURIComponent('/me')}`);
      await chooseAtProvider(page, 'alice');
      await page.getByRole('heading', { name: 'Who am I' }).waitFor();
      const askedAfter = async (wait: string): Promise<string | undefined> => {
        const asking = page.waitForRequest(/\/auth\/me$/);
        await page.clock.fastForward(wait);
        return (await asking).headers()['x-usher-unattended'];
      };
      expect(await askedAfter('05:00')).toBe('true');
      const touched = page.waitForRequest(/\/auth\/me$/);
      await page.mouse.move(200, 200);
      await page.evaluate("window.dispatchEvent(new Event('focus'))");
      expect((await touched).headers()['x-usher-unattended']).toBeUndefined();
      await context.close();
    });

    it('is kept open by a page in which something runs', async () => {
      const { page, context } = await site.newTab();
      await page.clock.install();
      await page.goto(`/api/v1/auth/login/oidc?returnTo=${encodeURIComponent(SHOP)}`);
      await chooseAtProvider(page, 'alice');
      // The page says that it runs while the connection is still being opened.
      const sent = page.waitForRequest(/\/query$/);
      await runSql(page, 'select pg_sleep(600)');
      await sent;
      const asking = page.waitForRequest(/\/auth\/me$/);
      await page.clock.fastForward('05:00');
      expect((await asking).headers()['x-usher-unattended']).toBeUndefined();
      await context.close();
    });
  });

  describe('that opens no database', () => {
    it('by password says in the workspace that it has no database identity', async () => {
      const { page } = await site.newTab();
      await page.goto(`/sign-in?password&returnTo=${encodeURIComponent(SHOP)}`);
      await signInByPassword(page, site.service.house.admin);
      await runSql(page, 'select 1');
      const said = page.getByRole('alert').filter({ hasText: 'has no database identity' });
      await said.first().waitFor();
      expect(await page.getByRole('gridcell').count()).toBe(0);
      await said.first().getByRole('link', { name: 'Sign in with your provider' }).click();
      await page
        .getByRole('button', { name: /^Sign in with/ })
        .first()
        .click();
      await chooseAtProvider(page, 'alice');
      await page.getByRole('textbox', { name: 'SQL' }).waitFor();
      await page.getByRole('button', { name: /^You are alice at shop/ }).waitFor();
    });

    it('gives carol the line that a database administrator has to run', async () => {
      const { page } = await site.signedIn('carol', SHOP);
      await runSql(page, 'select 1');
      const said = page.getByRole('alert').filter({ hasText: 'CREATE ROLE "carol"' }).first();
      await said.getByRole('button', { name: 'Copy this line' }).waitFor();
      expect(await said.innerText()).toContain('CREATE ROLE "carol" LOGIN IN ROLE usher_users;');
    });

    it('tells postgres that the name is protected', async () => {
      const { page } = await site.signedIn('postgres', SHOP);
      await runSql(page, 'select 1');
      const said = page.getByRole('alert').filter({ hasText: 'protected role' }).first();
      expect(await said.innerText()).toContain('"postgres" is a protected role');
    });
  });
});
