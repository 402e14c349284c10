import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { jest } from '@jest/globals';
import { hasBody, RECEIVE_MS, ReceiveClock } from './receive-clock.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function start(): { request: IncomingMessage; clock: ReceiveClock; givenUp: () => number } {
  const request = new IncomingMessage(new Socket());
  let times = 0;
  const clock = new ReceiveClock(request, () => (times += 1));
  return { request, clock, givenUp: () => times };
}

describe('a body that does not arrive', () => {
  it('is given up after its time', () => {
    const { givenUp } = start();
    jest.advanceTimersByTime(RECEIVE_MS - 1);
    expect(givenUp()).toBe(0);
    jest.advanceTimersByTime(1);
    expect(givenUp()).toBe(1);
  });

  it('has its time anew after somebody has read some of it', () => {
    const { clock, givenUp } = start();
    jest.advanceTimersByTime(RECEIVE_MS - 1);
    clock.stop();
    jest.advanceTimersByTime(10 * RECEIVE_MS);
    clock.start();
    jest.advanceTimersByTime(RECEIVE_MS - 1);
    expect(givenUp()).toBe(0);
    jest.advanceTimersByTime(1);
    expect(givenUp()).toBe(1);
  });
});

describe('a body that has arrived', () => {
  it.each(['end', 'close'])('is left alone: %s', (event) => {
    const { request, givenUp } = start();
    request.emit(event);
    jest.advanceTimersByTime(2 * RECEIVE_MS);
    expect(givenUp()).toBe(0);
  });

  it('is left alone although nobody has read it', () => {
    const { request, clock, givenUp } = start();
    request.complete = true;
    jest.advanceTimersByTime(2 * RECEIVE_MS);
    clock.start();
    expect([givenUp(), jest.getTimerCount()]).toEqual([0, 0]);
  });
});

describe('whether there is a body', () => {
  it.each([
    [{}, false],
    [{ 'content-length': '0' }, false],
    [{ 'content-length': '1' }, true],
    [{ 'transfer-encoding': 'chunked' }, true],
  ])('say the headers: %j', (headers, expected) => {
    const request = new IncomingMessage(new Socket());
    Object.assign(request.headers, headers);
    expect(hasBody(request)).toBe(expected);
  });
});
