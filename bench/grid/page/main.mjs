// The page's own view of a result, alone, for the bench of scrolling: `?rows=100000&columns=50`.
import '@mantine/core/styles.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { ResultData } from '../../../web/src/results/result-data.ts';
import { ResultView } from '../../../web/src/results/ResultView.tsx';

const { document, location, performance, requestAnimationFrame } = globalThis;
const asked = new URL(location.href).searchParams;
const rowCount = Number(asked.get('rows') ?? 1000);
const columnCount = Number(asked.get('columns') ?? 20);

/** Types in turn, as in a table of orders: a number, a text, a moment, a NULL now and then. */
const KINDS = [
  { typeOid: 23, value: (row, column) => String(row * 31 + column) },
  { typeOid: 25, value: (row, column) => `customer ${(row * 7 + column) % 9973} of the shop` },
  { typeOid: 1184, value: (row) => `2026-11-${10 + (row % 19)} 10:${10 + (row % 49)}:00+00` },
  {
    typeOid: 1700,
    value: (row, column) => (row % 9 === 0 ? null : `${row % 1000}.${10 + column}`),
  },
];

const columns = Array.from({ length: columnCount }, (_, column) => ({
  name: `column_${column + 1}`,
  typeOid: KINDS[column % KINDS.length].typeOid,
  typeModifier: -1,
}));
const data = new ResultData(columns);
/** Rows that are the same objects cost no memory: what is measured is the grid, not the rows. */
const some = Array.from({ length: Math.min(rowCount, 10_000) }, (_, row) =>
  columns.map((_column, column) => KINDS[column % KINDS.length].value(row, column)),
);
for (let at = 0; at < rowCount; at += some.length) data.append(some.slice(0, rowCount - at));

createRoot(document.getElementById('page')).render(
  createElement(
    MantineProvider,
    { defaultColorScheme: asked.get('scheme') ?? 'light' },
    createElement(
      QueryClientProvider,
      { client: new QueryClient() },
      createElement(ResultView, { data, label: 'Bench' }),
    ),
  ),
);

/** Pseudo-random, 0 to 1, the same each time (Lehmer). */
let seed = 7;
function random() {
  seed = (seed * 16_807) % 2_147_483_647;
  return seed / 2_147_483_647;
}

/** Scrolls to another place in both directions in each frame. Answers what each frame took, in ms. */
globalThis.scrollAround = async (frames) => {
  const grid = document.querySelector('[role=grid]');
  const times = [];
  let last = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < frames; frame += 1) {
    grid.scrollTop = random() * (grid.scrollHeight - grid.clientHeight);
    grid.scrollLeft = random() * (grid.scrollWidth - grid.clientWidth);
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  return times;
};

/** Of the page's JavaScript, in bytes, after a collection where the browser allows one. */
globalThis.heapBytes = () => {
  globalThis.gc?.();
  return performance.memory?.usedJSHeapSize;
};
