import type { Page } from 'playwright-core';
import { describeInBrowser, Site } from './site.js';

describeInBrowser('the page about the API', () => {
  let site: Site;
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    site = await Site.start();
    ({ page, complaints } = await site.newTab());
  });
  afterAll(async () => {
    await site.stop();
  });

  it('is for everybody, and lists every operation of the contract', async () => {
    await page.goto('/api/docs');
    await page.getByRole('heading', { name: 'The API of pg-usher', level: 1 }).waitFor();
    const contract = (await site.service.fetch('/api/openapi.json')).json;
    const ids = Object.values<object>(contract.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }: { operationId: string }) => `#${operationId}`),
    );
    const list = page.getByRole('navigation', { name: 'Operations' });
    await list.getByRole('link').first().waitFor();
    const addresses = await page.evaluate<string[]>(
      "[...document.querySelectorAll('nav[aria-label=Operations] a')].map((link) => link.getAttribute('href'))",
    );
    expect(addresses.toSorted()).toEqual(ids.toSorted());
  });

  it('finds an operation by words and shows it, from the keyboard alone', async () => {
    await page.goto('/api/docs');
    await page
      .getByRole('textbox', { name: 'Find an operation' })
      .fill('copy rows certificate-rejected');
    const links = page.getByRole('navigation', { name: 'Operations' }).getByRole('link');
    await links.filter({ hasText: 'GET' }).first().waitFor({ state: 'detached' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const shown = page.getByRole('article', { name: 'copyRows' });
    await shown.getByRole('region', { name: 'How it can fail' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#copyRows');
  });

  it('shows an operation by a link, with a call to copy', async () => {
    await page.goto('/api/docs#getMe');
    const shown = page.getByRole('article', { name: 'getMe' });
    expect(await shown.getByRole('group', { name: 'curl' }).innerText()).toBe(
      'curl "$USHER/api/v1/auth/me" \\\n  -H "Authorization: Bearer $TOKEN"',
    );
    await shown.getByRole('button', { name: 'Copy' }).first().click();
    await shown.getByText('Copied').waitFor();
  });

  it('stays within the policy of the page', () => {
    expect(complaints).toEqual([]);
  });
});
