// Makes docs/screenshots: every screen of the built page, light and dark, on the demo's own house.
// Wants `npm run build && npm run build:demo` first, and Chromium (CHROMIUM=/path, if it is elsewhere).
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findFreePort } from '../build/demo/free-port.js';
import { startHouse } from '../build/demo/house.js';
import { fetchAccessToken } from '../build/demo/sign-in.js';
import { WAREHOUSE_INIT } from '../build/demo/warehouse.js';
import { welcomeText } from '../build/demo/welcome.js';
import { SCREENS, SIGNED_OUT_SCREENS } from './screenshots/screens.mjs';
import { settle } from './screenshots/settle.mjs';

const FOLDER = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const SERVICE = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
const SCHEMES = ['light', 'dark'];
const READY_PATIENCE_MS = 60_000;

mkdirSync(FOLDER, { recursive: true });
const house = await startHouse({
  withPartner: true,
  extraInit: WAREHOUSE_INIT,
  welcome: welcomeText(),
});
try {
  const origin = await startService();
  await furnish(origin);
  await takeAll(origin);
} finally {
  await house.stop();
}

async function startService() {
  const port = await findFreePort();
  const service = await house.guard.run({
    file: process.execPath,
    args: [SERVICE],
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...house.environment(port), HISTORY_SQL_TEXT: 'true' },
    logFile: `${house.folder}/service.log`,
  });
  const origin = `http://localhost:${port}`;
  const deadline = Date.now() + READY_PATIENCE_MS;
  while (!(await isReady(origin))) {
    if (service.hasEnded() || Date.now() > deadline) throw new Error('The service is not ready.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return origin;
}

async function isReady(origin) {
  try {
    return (await globalThis.fetch(`${origin}/health/ready`)).ok;
  } catch {
    return false;
  }
}

/** More servers, some accounts and some runs, so that lists have something to show. */
async function furnish(origin) {
  const dana = await fetchAccessToken(house.identityProvider, 'dana');
  const post = (path, body) =>
    globalThis.fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${dana}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const there = { host: 'localhost', port: house.shop.port, maintenanceDb: 'shop' };
  const servers = [
    { name: 'orders', group: 'Company', labels: ['PROD'], color: 'red', passthrough: true },
    { name: 'orders-test', group: 'Company', labels: ['test'], color: 'teal', passthrough: true },
    { name: 'reports', group: 'Company', passthrough: false, username: 'reader', color: 'violet' },
  ];
  for (const server of servers) await post('/servers', { ...there, ...server });
  const password = 'a password of many words';
  await post('/auth/accounts', { username: 'night-duty', password, isAdmin: true });
  await post('/auth/accounts', { username: 'keeper', password, isAdmin: false });
}

async function takeAll(origin) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  try {
    for (const scheme of SCHEMES) await takeScheme(browser, origin, scheme);
  } finally {
    await browser.close();
  }
}

async function takeScheme(browser, origin, scheme) {
  const people = new Map();
  const pageOf = async (person) => {
    const page = people.get(person) ?? (await newPage(browser, origin, scheme));
    if (!people.has(person)) await signIn(page, person);
    people.set(person, page);
    return page;
  };
  const stranger = await newPage(browser, origin, scheme);
  for (const [name, open] of SIGNED_OUT_SCREENS) await take(stranger, name, open, scheme);
  for (const [name, person, open] of SCREENS) {
    await take(await pageOf(person), name, open, scheme);
  }
  for (const page of [stranger, ...people.values()]) await page.context().close();
}

async function newPage(browser, origin, colorScheme) {
  const context = await browser.newContext({
    baseURL: origin,
    colorScheme,
    deviceScaleFactor: 1,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
  });
  context.setDefaultTimeout(30_000);
  return context.newPage();
}

async function signIn(page, person) {
  await page.goto('/api/v1/auth/login/oidc?returnTo=/me');
  await page.getByRole('button', { name: `Sign in as ${person}`, exact: true }).click();
  await page.getByRole('heading', { name: 'Who am I' }).waitFor();
}

async function take(page, name, open, scheme) {
  await open(page);
  await page.evaluate(settle);
  await page.screenshot({
    path: `${FOLDER}${name}-${scheme}.png`,
    caret: 'hide',
    animations: 'disabled',
  });
  process.stdout.write(`${name}, ${scheme}\n`);
}
