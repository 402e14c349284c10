import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describeInBrowser, runSql, SHOP, Site, type Tab } from './site.js';

/** A screen, and how one gets there. Each ends when what is to be judged can be seen. */
type Screen = readonly [name: string, open: (page: Page) => Promise<unknown>];

const SCHEMES = ['light', 'dark'] as const;

describeInBrowser('accessibility:', () => {
  let site: Site;
  let tab: Tab;
  let ownServer: string;
  beforeAll(async () => {
    site = await Site.start();
    const dana = await site.service.token('dana');
    const created = await site.service.call(dana, 'POST', '/servers', {
      name: 'orders',
      host: 'localhost',
      port: site.service.house.shop.port,
      maintenanceDb: 'shop',
      labels: ['PROD'],
      color: 'red',
      passthrough: true,
    });
    ownServer = created.json.id;
    await site.service.call(dana, 'POST', '/auth/accounts', {
      username: 'somebody',
      password: 'a password of many words',
      isAdmin: false,
    });
    tab = await site.signedIn('dana', '/servers');
  });
  afterAll(async () => {
    await site.stop();
  });

  /** What axe calls serious or critical, in each scheme. */
  const findings = async (page: Page): Promise<string[]> => {
    const found: string[] = [];
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
      // Not by a script element, which the page's policy keeps out.
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<axe.AxeResults>(
        "axe.run({ resultTypes: ['violations'] })",
      );
      for (const { id, impact, nodes } of violations) {
        if (impact !== 'serious' && impact !== 'critical') continue;
        for (const { html, failureSummary } of nodes) {
          found.push(`${scheme}: ${id}: ${html.slice(0, 300)}: ${failureSummary ?? ''}`);
        }
      }
    }
    return found;
  };

  const heading = (page: Page, name: string): Promise<void> =>
    page.getByRole('heading', { name, level: 1, exact: true }).waitFor();

  const workspace = async (page: Page): Promise<void> => {
    await page.goto(SHOP);
    await page.getByRole('textbox', { name: 'SQL' }).waitFor();
    await page.getByRole('treeitem').first().waitFor();
  };

  const listed = (address: string, name: string, caption?: string): Screen => [
    address,
    async (page) => {
      await page.goto(address);
      await heading(page, name);
      if (caption !== undefined) await page.getByRole('table', { name: caption }).waitFor();
    },
  ];

  const SCREENS: readonly Screen[] = [
    [
      'servers',
      async (page) => {
        await page.goto('/servers');
        await page.getByText('ready').first().waitFor();
      },
    ],
    ['workspace, in which nothing has run', workspace],
    [
      'workspace with a result',
      async (page) => {
        await workspace(page);
        await runSql(page, 'select * from customers');
        await page.getByRole('gridcell').first().waitFor();
      },
    ],
    [
      'cell viewer, with JSON',
      async (page) => {
        await workspace(page);
        await runSql(page, `select '{"a": [1, null, true, "text"]}'::jsonb as document`);
        await page.getByRole('gridcell').first().click();
        await page.keyboard.press('Enter');
        await page.getByRole('region', { name: /^Cell: document/ }).waitFor();
      },
    ],
    [
      'workspace with an error and where it is',
      async (page) => {
        await workspace(page);
        await runSql(page, 'select nothing from customers');
        await page.getByRole('alert').waitFor();
        await page.getByRole('button', { name: 'Details' }).click();
      },
    ],
    [
      'workspace with a plan',
      async (page) => {
        await workspace(page);
        await runSql(page, 'select 1');
        await page.getByRole('gridcell', { name: '1' }).first().waitFor();
        await page.getByRole('button', { name: 'Explain analyze' }).click();
        await page.getByRole('tree', { name: 'Plan' }).waitFor();
      },
    ],
    [
      'workspace with an open transaction',
      async (page) => {
        await workspace(page);
        await runSql(page, 'begin');
        await page.getByRole('group', { name: 'Transaction' }).waitFor();
        await page.getByRole('tab', { name: /^Messages/ }).waitFor();
      },
    ],
    [
      'the API',
      async (page) => {
        await page.goto('/api/docs#runQuery');
        await page.getByRole('article', { name: 'runQuery' }).waitFor();
      },
    ],
    [
      'table page',
      async (page) => {
        await page.goto(`${SHOP}/t/public/customers`);
        await heading(page, 'customers');
      },
    ],
    [
      'palette',
      async (page) => {
        await page.goto('/servers');
        await heading(page, 'Servers');
        await page.keyboard.press('ControlOrMeta+k');
        await page.getByRole('textbox', { name: 'Search or run a command' }).waitFor();
        await page.getByText('Read the audit').waitFor();
      },
    ],
    [
      'sheet of shortcuts',
      async (page) => {
        await page.goto('/servers');
        await heading(page, 'Servers');
        await page.keyboard.press('?');
        await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor();
      },
    ],
    [
      'identity panel',
      async (page) => {
        await workspace(page);
        await page.getByRole('button', { name: /^You are dana at shop/ }).click();
        await page.getByRole('row', { name: /^session_user dana/ }).waitFor();
      },
    ],
    [
      'menu of the account',
      async (page) => {
        await page.goto('/servers');
        await page.getByRole('button', { name: /^Account of/ }).click();
        await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
      },
    ],
    listed('/history', 'History', 'Your runs, the newest first'),
    listed('/me', 'Who am I', 'Your identity'),
    listed('/sessions', 'Sessions and connections', 'Your login sessions'),
    listed('/admin/servers', 'Servers', 'Server definitions'),
    listed('/admin/servers/new', 'New server'),
    listed('/admin/accounts', 'Local accounts', 'Local accounts'),
    listed('/admin/bindings', 'Database users', 'Whose each database user is'),
    listed('/admin/sessions', 'Sessions', "Everybody's login sessions"),
    listed('/admin/audit', 'Audit', 'The audit, the newest first'),
    [
      'audit in which nothing fits',
      async (page) => {
        await page.goto('/admin/audit?person=nobody&subject=a&until=2026-01-05T10:01:00Z');
        await page.getByText('Nothing in the audit fits').waitFor();
      },
    ],
    [
      'audit with the details of an act',
      async (page) => {
        await page.goto('/admin/audit?action=query');
        await page
          .getByRole('button', { name: /^Details of query/ })
          .first()
          .click();
        await page.getByRole('table', { name: 'Before it was done' }).waitFor();
      },
    ],
    [
      'server that is changed here',
      async (page) => {
        await page.goto(`/admin/servers/${ownServer}`);
        await page.getByRole('form', { name: 'Server definition' }).waitFor();
      },
    ],
    [
      'question before a server is deleted',
      async (page) => {
        await page.goto(`/admin/servers/${ownServer}`);
        await page.getByRole('button', { name: 'Delete' }).click();
        await page.getByRole('dialog', { name: 'Delete this server?' }).waitFor();
      },
    ],
    [
      'server that a file defines',
      async (page) => {
        await page.goto(SHOP.replace('/s/', '/admin/servers/').replace('/shop', ''));
        await page.getByRole('table', { name: 'Server definition' }).waitFor();
      },
    ],
    [
      'administration, for others',
      async (page) => {
        await page.route('**/api/v1/auth/me', async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, json: { ...(await response.json()), isAdmin: false } });
        });
        await page.goto('/admin/servers');
        await page.getByText('This is for administrators').waitFor();
        await page.unroute('**/api/v1/auth/me');
      },
    ],
    [
      'sheet that asks to sign in again',
      async (page) => {
        await page.goto('/servers');
        await heading(page, 'Servers');
        await page.context().clearCookies({ name: 'usher_session' });
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        await page.getByRole('dialog', { name: 'Please sign in again' }).waitFor();
      },
    ],
    [
      'sign-in',
      async (page) => {
        await page.goto('/sign-in?signedOut=1');
        await page.getByRole('button', { name: /^Sign in with/ }).waitFor();
      },
    ],
  ];

  it.each(SCREENS)('has nothing serious on the screen: %s', async (_name, open) => {
    await open(tab.page);
    expect(await findings(tab.page)).toEqual([]);
  });

  it('has no colour fade for whoever wants no motion', async () => {
    const { page } = tab;
    await page.goto('/servers');
    await heading(page, 'Servers');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.locator('html[data-mantine-color-scheme=light]').waitFor();
    const fading = await page.evaluate<number>(`(() => {
      document.querySelector('input').focus();
      document.documentElement.dataset.mantineColorScheme = 'dark';
      const among = document.getAnimations();
      return among.filter((one) => one instanceof CSSTransition).length;
    })()`);
    expect(fading).toBe(0);
  });

  describe('the keyboard', () => {
    let page: Page;
    beforeAll(async () => {
      ({ page } = await site.signedIn('dana', '/servers'));
    });

    /** In the page: what can be used now, as a list of elements. */
    const USABLE = `[...document.querySelectorAll(
    'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex="0"]',
  )].filter((element) => element.checkVisibility() && element.closest('[aria-hidden=true]') === null)`;
    const NAME = `((element) => element.getAttribute('aria-label') ??
    element.labels?.[0]?.innerText ?? element.innerText ?? element.tagName)`;

    const heading = (name: string): Promise<void> =>
      page.getByRole('heading', { name, level: 1, exact: true }).waitFor();

    /** The name of what has the focus. */
    const focused = (): Promise<string> => page.evaluate(`${NAME}(document.activeElement)`);

    /** What cannot be reached by Tab from the beginning of the page. */
    const unreachable = async (): Promise<string[]> => {
      await page.evaluate(`window.left = new Set(${USABLE}); document.activeElement.blur()`);
      const count = await page.evaluate<number>('window.left.size');
      // A field for a time has several places of its own.
      for (let presses = 0; presses < count + 20; presses++) {
        await page.keyboard.press('Tab');
        await page.evaluate('window.left.delete(document.activeElement)');
      }
      return page.evaluate(`[...window.left].map(${NAME})`);
    };

    it('reaches everything of the header and of the list of servers', async () => {
      await page.goto('/servers');
      await page.getByRole('link', { name: /^shop/ }).waitFor();
      expect(await unreachable()).toEqual([]);
    });

    it('reaches everything of the form of a server', async () => {
      await page.goto('/admin/servers/new');
      await page.getByRole('form', { name: 'Server definition' }).waitFor();
      expect(await unreachable()).toEqual([]);
    });

    it('reaches every filter of the audit', async () => {
      await page.goto('/admin/audit?person=dana&subject=a');
      await page.getByText('Nothing in the audit fits').waitFor();
      expect(await unreachable()).toEqual([]);
    });

    it('filters the servers and opens one with Tab and Enter', async () => {
      await page.goto('/servers');
      await page.getByRole('textbox', { name: 'Filter servers' }).focus();
      await page.keyboard.type('demo');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('textbox', { name: 'SQL' }).waitFor();
    });

    it('opens the menu of the account, and Esc gives the focus back', async () => {
      await page.goto('/servers');
      const account = page.getByRole('button', { name: /^Account of/ });
      await account.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Servers' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.getByRole('menuitem', { name: 'Who am I' }).and(page.locator(':focus')).waitFor();
      await page.keyboard.press('Escape');
      await account.and(page.locator(':focus')).waitFor();
    });

    it('goes to a screen by the palette', async () => {
      await page.goto('/servers');
      await heading('Servers');
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('textbox', { name: 'Search or run a command' }).fill('my history');
      await page.getByText('Go to my history').waitFor();
      await page.keyboard.press('Enter');
      await heading('History');
    });

    it('gives the focus back when the palette is left with Esc', async () => {
      await page.goto('/servers');
      const search = page.getByRole('textbox', { name: 'Filter servers' });
      await search.focus();
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('dialog', { name: 'Palette' }).waitFor();
      await page.keyboard.press('Escape');
      await search.and(page.locator(':focus')).waitFor();
    });

    it('gives the focus back when the identity panel is left with Esc', async () => {
      await page.goto(SHOP);
      const chip = page.getByRole('button', { name: /^You are dana/ });
      await chip.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('row', { name: /^session_user/ }).waitFor();
      await page.keyboard.press('Escape');
      await chip.and(page.locator(':focus')).waitFor();
    });

    it('gives the focus back when a question is left with Esc', async () => {
      await page.goto('/admin/accounts');
      const button = page.getByRole('button', { name: 'New account' });
      await button.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'New local account' }).waitFor();
      await page.keyboard.press('Escape');
      await button.and(page.locator(':focus')).waitFor();
    });

    it('shows where the focus is', async () => {
      await page.goto('/servers');
      await heading('Servers');
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('Go to the content');
      const outline = await page.evaluate<string>(
        'getComputedStyle(document.activeElement).outlineStyle',
      );
      expect(outline).toBe('solid');
    });
  });
});
