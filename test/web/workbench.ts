import type { Locator, Page } from 'playwright-core';

export function results(page: Page): Locator {
  return page.getByRole('region', { name: 'Results', exact: true });
}

/** A cell of the result that is shown, by its whole text. */
export function cell(page: Page, text: string): Locator {
  return page.getByRole('gridcell', { name: text, exact: true });
}

export function resultTab(page: Page, name: string | RegExp): Locator {
  return page.getByRole('tablist', { name: 'Results' }).getByRole('tab', { name });
}

/** What PostgreSQL said of the last run, one text an entry, without the times. */
export async function messages(page: Page): Promise<string[]> {
  await resultTab(page, /^Messages/).click();
  const entries = page.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  await entries.first().waitFor();
  return (await entries.allInnerTexts()).map((text) =>
    text.replace(/^\d\d:\d\d:\d\d\s+/, '').replaceAll(/\s+/g, ' '),
  );
}

export function toolbar(page: Page, button: string): Locator {
  return page
    .getByRole('toolbar', { name: 'Run' })
    .getByRole('button', { name: button, exact: true });
}

/** Read by another site: the policy of pg-usher lets no page of its own read the clipboard. */
export async function clipboard(page: Page): Promise<string> {
  const reader = await page.context().newPage();
  await reader.route('http://localhost/reader', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Reader</title>' }),
  );
  await reader.goto('http://localhost/reader');
  const text = await reader.evaluate<string>('navigator.clipboard.readText()');
  await reader.close();
  await page.bringToFront();
  return text;
}
