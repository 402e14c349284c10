import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromiumMissing, startChromium } from '../support/chromium.js';
import { RunningService, type ServiceOptions } from '../support/running-service.js';
import { say } from '../support/say.js';

export const SHOP = '/s/7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37/shop';

/** `describe`, or `describe.skip` with the reason printed where no browser is to be had. */
export function describeInBrowser(title: string, tests: () => void): void {
  const missing = chromiumMissing();
  if (missing === undefined) {
    describe(title, tests);
    return;
  }
  say(`Skipped: ${title}. ${missing}.`);
  describe.skip(title, tests);
}

export interface Tab {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained about: exceptions, and what the policy kept from it. */
  readonly complaints: string[];
}

export interface TabOptions {
  readonly colorScheme?: 'light' | 'dark';
  /** Whether the test itself does what the page's policy forbids. */
  readonly breachesPolicy?: boolean;
}

/** What Chromium says when a policy has kept something from a page. */
const BREACH = /Content Security Policy|requires 'Trusted/;
/** Chromium's own doing, where a text is typed over one that has a colour. */
const INLINE_STYLE = 'inline style';

/** The service with the built page, and Chromium to look at it. */
export class Site {
  /** What the policy has kept from any page. */
  readonly #breaches: string[] = [];

  private constructor(
    readonly service: RunningService,
    readonly browser: Browser,
  ) {}

  static async start(options: ServiceOptions = {}): Promise<Site> {
    const browser = await startChromium();
    try {
      return new Site(await RunningService.start(options), browser);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  /** @throws Error when a page has done what its policy forbids */
  async stop(): Promise<void> {
    await this.browser.close();
    await this.service.stop();
    if (this.#breaches.length > 0) throw new Error(this.#breaches.join('\n'));
  }

  /** A browser of its own, with nobody signed in. */
  async newTab({ colorScheme = 'light', breachesPolicy = false }: TabOptions = {}): Promise<Tab> {
    const context = await this.browser.newContext({
      baseURL: this.service.origin,
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (!BREACH.test(message.text())) return;
      complaints.push(message.text());
      if (!breachesPolicy && !message.text().includes(INLINE_STYLE))
        this.#breaches.push(message.text());
    });
    return { page, context, complaints };
  }

  /** A browser in which that person has signed in by the company's provider, at an address. */
  async signedIn(person: string, address: string, options: TabOptions = {}): Promise<Tab> {
    const tab = await this.newTab(options);
    await tab.page.goto(`/api/v1/auth/login/oidc?returnTo=${encodeURIComponent(address)}`);
    await chooseAtProvider(tab.page, person);
    return tab;
  }
}

/** On the provider's own page. */
export async function chooseAtProvider(page: Page, person: string): Promise<void> {
  await page.getByRole('button', { name: `Sign in as ${person}`, exact: true }).click();
}

/** On the page's own form, with an account that pg-usher keeps itself. */
export async function signInByPassword(
  page: Page,
  account: { readonly username: string; readonly password: string },
): Promise<void> {
  await page.getByRole('textbox', { name: 'User name' }).fill(account.username);
  await page.getByRole('textbox', { name: 'Password' }).fill(account.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Runs a text in the editor's tab that is open; what comes of it is to be waited for. */
export async function runSql(page: Page, sql: string): Promise<void> {
  await typeSql(page, sql);
  await page.keyboard.press('ControlOrMeta+Enter');
}

/** Puts a text in the place of the editor's. */
export async function typeSql(page: Page, sql: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'SQL' });
  // Not by a click: what is proposed may stand over it.
  await editor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  // What is typed over coloured text Chromium would colour, too, by a style that the policy forbids.
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(sql);
}
