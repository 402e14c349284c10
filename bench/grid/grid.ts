import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '#demo/demo-state.js';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import type { Bench, BenchReport } from '../bench.js';
import { runCommand } from '../run-program.js';
import { quantile } from '../statistics.js';
import { figure, textTable } from '../text-table.js';

const PAGE = join(REPOSITORY, 'bench', 'grid', 'page');
const BUILT = join(REPOSITORY, 'build', 'bench-grid');
const ORIGIN = 'http://grid.test';

const FRAMES = 240;
const GOAL_MS = 60;
/** What the heap may be larger by after scrolling, in MB: noise of what was not collected. */
const GOAL_MB = 5;

const SIZES = [
  { rows: 10_000, columns: 20 },
  { rows: 100_000, columns: 50 },
  { rows: 1_000_000, columns: 100 },
] as const;
/** The one that the goals are for. */
const GOAL_SIZE = SIZES[1];

const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

interface Scrolled {
  readonly rows: number;
  readonly columns: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly worstMs: number;
  /** Of the page's main thread for a frame, whatever else the machine does meanwhile. */
  readonly cpuMs: number;
  readonly heapBeforeMb: number;
  readonly heapAfterMb: number;
  /** Elements with the role gridcell. */
  readonly cells: number;
}

/** Scrolls results in the page's grid to random places in headless Chromium, once a frame. */
export const grid: Bench = async (_place, { quick, rounds, say }) => {
  const executablePath = process.env['CHROMIUM'] ?? BROWSERS.find((path) => existsSync(path));
  if (executablePath === undefined) return skipped();
  await buildPage();
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--enable-precise-memory-info',
      '--js-flags=--expose-gc',
    ],
  });
  try {
    const all: Scrolled[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const size of SIZES) {
        say(`Round ${round + 1}: ${size.rows} rows x ${size.columns} columns`);
        all.push(await scroll(browser, size, quick ? FRAMES / 10 : FRAMES));
      }
    }
    return reportOf(all);
  } finally {
    await browser.close();
  }
};

function skipped(): BenchReport {
  const text = `Skipped: there is no browser (${BROWSERS.join(', ')}, or CHROMIUM=/path/to/one).`;
  return { text, goals: [], data: { skipped: text } };
}

/** Built as the page is, by its own settings, into a folder that is not served. */
async function buildPage(): Promise<void> {
  const vite = join(REPOSITORY, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(REPOSITORY, 'web', 'vite.config.ts');
  const options = ['--config', config, '--outDir', BUILT, '--emptyOutDir', '--logLevel', 'error'];
  const { code, stderr } = await runCommand([process.execPath, vite, 'build', PAGE, ...options]);
  if (code !== 0) throw new Error(`The page of the bench could not be built:\n${stderr}`);
}

async function scroll(
  browser: Browser,
  { rows, columns }: { rows: number; columns: number },
  frames: number,
): Promise<Scrolled> {
  const page = await browser.newPage({ viewport: { width: 1240, height: 760 } });
  try {
    await page.route(`${ORIGIN}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      return route.fulfill({ path: join(BUILT, pathname === '/' ? 'index.html' : pathname) });
    });
    await page.goto(`${ORIGIN}/?rows=${rows}&columns=${columns}`);
    await page.waitForSelector('[role=gridcell]');
    const heapBeforeMb = await heapMb(page);
    const tools = await page.context().newCDPSession(page);
    await tools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const cpuBefore = await cpuSeconds(tools);
    const times = await page.evaluate<number[]>(`scrollAround(${frames})`);
    const cpuMs = (((await cpuSeconds(tools)) - cpuBefore) * 1000) / frames;
    const sorted = times.toSorted((a, b) => a - b);
    return {
      rows,
      columns,
      p50Ms: quantile(sorted, 0.5),
      p95Ms: quantile(sorted, 0.95),
      worstMs: quantile(sorted, 1),
      cpuMs,
      heapBeforeMb,
      heapAfterMb: await heapMb(page),
      cells: await page.locator('[role=gridcell]').count(),
    };
  } finally {
    await page.close();
  }
}

async function cpuSeconds(tools: CDPSession): Promise<number> {
  const { metrics } = await tools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

async function heapMb(page: Page): Promise<number> {
  return (await page.evaluate<number>('heapBytes()')) / 1e6;
}

function reportOf(all: readonly Scrolled[]): BenchReport {
  const lines = SIZES.map(({ rows, columns }) => {
    const rounds = all.filter((one) => one.rows === rows && one.columns === columns);
    return { rows, columns, ...middleOf(rounds) };
  });
  const table = textTable(
    ['rows x columns', 'p50 ms', 'p95 ms', 'worst ms', 'CPU ms', 'heap MB', 'after', 'cells'],
    lines.map((line) => [
      `${line.rows} x ${line.columns}`,
      figure(line.p50Ms, 1),
      figure(line.p95Ms, 1),
      figure(line.worstMs, 1),
      figure(line.cpuMs, 1),
      figure(line.heapBeforeMb, 1),
      figure(line.heapAfterMb, 1),
      figure(line.cells),
    ]),
  );
  const goal = lines.find(({ rows }) => rows === GOAL_SIZE.rows);
  const p95 = goal?.p95Ms ?? Number.NaN;
  const growth = (goal?.heapAfterMb ?? Number.NaN) - (goal?.heapBeforeMb ?? Number.NaN);
  const size = `${GOAL_SIZE.rows} rows x ${GOAL_SIZE.columns} columns`;
  return {
    text: `${FRAMES} frames, each at another random place; medians of the rounds; CPU of the page's main thread for a frame\n\n${table}`,
    goals: [
      {
        goal: `${size}: p95 frame under ${GOAL_MS} ms`,
        measured: `${figure(p95, 1)} ms`,
        met: p95 < GOAL_MS,
      },
      {
        goal: `${size}: heap after scrolling at most ${GOAL_MB} MB larger`,
        measured: `${figure(growth, 1)} MB`,
        met: growth <= GOAL_MB,
      },
    ],
    data: { medians: lines, rounds: all },
  };
}

function middleOf(rounds: readonly Scrolled[]): Omit<Scrolled, 'rows' | 'columns'> {
  const median = (of: (one: Scrolled) => number): number =>
    quantile(
      rounds.map(of).toSorted((a, b) => a - b),
      0.5,
    );
  return {
    p50Ms: median((one) => one.p50Ms),
    p95Ms: median((one) => one.p95Ms),
    worstMs: median((one) => one.worstMs),
    cpuMs: median((one) => one.cpuMs),
    heapBeforeMb: median((one) => one.heapBeforeMb),
    heapAfterMb: median((one) => one.heapAfterMb),
    cells: median((one) => one.cells),
  };
}
