import { ConsoleLogger, Logger } from '@nestjs/common';
import { alarmOfSkew, secondsAhead } from './clock-check.js';

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);

describe('secondsAhead', () => {
  it.each([
    ['Thu, 01 Jan 2026 12:00:00 GMT', 0],
    ['Thu, 01 Jan 2026 11:50:00 GMT', 600],
    ['Thu, 01 Jan 2026 12:10:00 GMT', -600],
    ['nonsense', undefined],
    [undefined, undefined],
  ])('%s: %s', (date, seconds) => {
    expect(secondsAhead(date, NOW)).toBe(seconds);
  });
});

describe('alarmOfSkew', () => {
  const said: unknown[] = [];
  class Listener extends ConsoleLogger {
    override error(message: unknown): void {
      said.push(message);
    }
  }
  beforeEach(() => {
    said.length = 0;
    Logger.overrideLogger(new Listener());
  });
  afterAll(() => {
    Logger.overrideLogger(new ConsoleLogger());
  });

  it('is silent within a minute', () => {
    alarmOfSkew('https://id.example', new Date(Date.now() - 50_000).toUTCString());
    alarmOfSkew('https://id.example', undefined);
    expect(said).toEqual([]);
  });

  it('says which clock is ahead beyond it', () => {
    alarmOfSkew('https://id.example', new Date(Date.now() - 7_200_000).toUTCString());
    alarmOfSkew('https://id.example', new Date(Date.now() + 7_200_000).toUTCString());
    expect(said).toEqual([
      expect.stringMatching(/720\d seconds ahead of that of https:\/\/id\.example/),
      expect.stringMatching(/7(?:19|20)\d seconds behind/),
    ]);
  });
});
