import { cpuMsIn, kibIn } from '../../bench/process-usage.js';
import { csvRows, ndjsonRows } from '../../bench/programs/line-counter.js';
import { AFTER, BEFORE, BETWEEN, exclusiveTimes, middleTimes } from '../../bench/small/timeline.js';
import { alternating, spreadOf } from '../../bench/statistics.js';
import { selfTimes } from '../../bench/stream/self-times.js';
import { textTable } from '../../bench/text-table.js';

function chunksOf(text: string, size: number): Uint8Array[] {
  const bytes = new TextEncoder().encode(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

describe('statistics', () => {
  it('gives the median of an even number as the middle of two', () => {
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
  });

  it('turns every other round around', () => {
    expect(alternating(['a', 'b'], 3)).toEqual([
      ['a', 'b'],
      ['b', 'a'],
      ['a', 'b'],
    ]);
  });
});

describe('what Linux tells of a process', () => {
  it('finds the times behind a command with brackets in its name', () => {
    const stat = '42 (node (a) b) S 1 42 42 0 -1 4194304 100 0 0 0 250 31 0 0 20 0 11';
    expect(cpuMsIn(stat)).toBe(2810);
  });

  it('finds the peak', () => {
    expect(kibIn('VmPeak:\t  100 kB\nVmHWM:\t  2048 kB\n', 'VmHWM')).toBe(2048);
  });
});

describe.each([1, 2, 3, 1000])('rows counted in pieces of %d bytes', (size) => {
  it('counts lines of NDJSON that are arrays', () => {
    const counter = ndjsonRows();
    for (const chunk of chunksOf('{"kind":"columns"}\n["[",1]\n[]\n{"kind":"done"}\n', size)) {
      counter.add(chunk);
    }
    expect(counter.rows).toBe(2);
  });

  it('counts records of CSV, whatever stands in quotes', () => {
    const counter = csvRows();
    for (const chunk of chunksOf('a,b\r\n1,"x\r\n""y"""\r\n,\r\n', size)) counter.add(chunk);
    expect(counter.rows).toBe(2);
  });
});

describe('whose the time of a request was', () => {
  const request = {
    start: 0,
    end: 10,
    spans: [
      { name: 'outer', start: 2, end: 8 },
      { name: 'inner', start: 3, end: 5 },
      { name: 'late', start: 9, end: 9.5 },
      { name: 'behind the answer', start: 10, end: 20 },
    ],
  };

  it('counts what is within another for the inner one, and adds up to the whole', () => {
    const times = exclusiveTimes(request);
    expect(Object.fromEntries(times)).toEqual({
      [BEFORE]: 2,
      outer: 4,
      inner: 2,
      [BETWEEN]: 1,
      late: 0.5,
      [AFTER]: 0.5,
    });
  });

  it('ends with the answer', () => {
    const spans = [{ name: 'closing', start: 9, end: 15 }];
    expect(exclusiveTimes({ start: 0, end: 10, spans }).get('closing')).toBe(1);
  });

  it('leaves out the fastest and the slowest tenth', () => {
    const requests = Array.from({ length: 10 }, (_, index) => ({
      start: 0,
      end: index === 9 ? 1000 : 2,
      spans: [{ name: 'a', start: 0, end: index === 9 ? 1000 : 2 }],
    }));
    expect(middleTimes(requests).get('a')).toBe(2);
  });
});

it('sums a profile up by function, without the time in which nothing ran', () => {
  const frame = (functionName: string, url = ''): object => ({
    functionName,
    url,
    lineNumber: 9,
  });
  const profile = {
    nodes: [
      { id: 1, callFrame: frame('(idle)') },
      { id: 2, callFrame: frame('add', 'file:///x/dist/src/query/encode/row-run.js') },
      { id: 3, callFrame: frame('(garbage collector)') },
    ],
    samples: [1, 2, 2, 3],
    timeDeltas: [5000, 2000, 1000, 1000],
  } as Parameters<typeof selfTimes>[0];
  expect(selfTimes(profile, 5)).toEqual([
    { where: 'add src/query/encode/row-run.js:10', ms: 3, share: 0.75 },
    { where: '(garbage collector)', ms: 1, share: 0.25 },
  ]);
});

it('writes figures to the right', () => {
  expect(
    textTable(
      ['way', 'ms'],
      [
        ['a', '1'],
        ['bcd', '100'],
      ],
    ),
  ).toBe('way   ms\n---  ---\na      1\nbcd  100');
});
