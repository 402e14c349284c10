import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseWelcomeFile } from '../../src/page/welcome-file.js';
import { RunningService } from '../support/running-service.js';

const FULL = `
title: Welcome
text: |-
  Ask #data for help.
  They answer.
steps:
  - title: Orders
    text: Everybody sees their own.
    href: /s/x/shop?a=1#sql=select%201
    as: alice
  - title: Read
    text: Nothing to open here.
`;
const WORDS = {
  title: 'Welcome',
  text: 'Ask #data for help.\nThey answer.',
  steps: [
    {
      title: 'Orders',
      text: 'Everybody sees their own.',
      href: '/s/x/shop?a=1#sql=select%201',
      as: 'alice',
    },
    { title: 'Read', text: 'Nothing to open here.' },
  ],
};

const step = (rest: object) => JSON.stringify({ steps: [{ title: 'a', text: 'b', ...rest }] });
const mistakeOf = (text: string) => {
  try {
    return parseWelcomeFile(text, 'yaml');
  } catch (error) {
    return (error as Error).message;
  }
};

describe('WELCOME_FILE', () => {
  it('gives the words that are in it', () => {
    expect(parseWelcomeFile(FULL, 'yaml')).toEqual(WORDS);
    expect(parseWelcomeFile(JSON.stringify(WORDS), 'json')).toEqual(WORDS);
  });

  it.each(['', '{}', 'steps: []'])('may say nothing: %j', (text) => {
    expect(parseWelcomeFile(text, 'yaml')).toEqual({ title: null, text: null, steps: [] });
  });

  it.each([
    ['titel: x', 'WELCOME_FILE, line 1, column 1: "titel" is not known; did you mean title?'],
    ['- x', 'there must be a set of fields such as title.'],
    ['title: 12', 'title must be a text of 1 to 1024 characters.'],
    ['title: "a\\u0007"', 'title must be plain text, without control characters.'],
    ['title: "a\\u202eb"', 'title must be plain text, without control characters.'],
    ['steps: x', 'steps must be a list of at most 20 steps.'],
    ['steps: [x]', 'a step must be a set of fields such as title and text.'],
    ['steps: [{ title: x }]', 'steps[0].text is missing: a step needs one.'],
    [step({ link: '/x' }), '"link" is not known.'],
    [JSON.stringify({ title: 'x'.repeat(64 * 1024) }), 'WELCOME_FILE is larger than 65536 bytes.'],
  ])('says what is wrong with %s', (text, sentence) => {
    expect(mistakeOf(text)).toContain(sentence);
  });

  it.each([
    ...['https://evil.example/', '//evil.example', '/\\evil.example', '/..//evil.example'],
    ...['javascript:alert(1)', 'servers', '\t/x', 'data:text/html,x'],
  ])('leads nowhere but to paths of this site: %s', (href) => {
    expect(mistakeOf(step({ href }))).toContain(
      'steps[0].href must be a path of this site, such as /servers.',
    );
  });
});

describe('GET /welcome', () => {
  it('has the words for everybody, and nobody keeps them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'usher-welcome-'));
    const file = join(folder, 'welcome.yaml');
    await writeFile(file, FULL);
    const service = await RunningService.start({ environment: { WELCOME_FILE: file } });
    try {
      const { status, headers, json } = await service.call(undefined, 'GET', '/welcome');
      expect([status, headers.get('cache-control'), json]).toEqual([200, 'no-store', WORDS]);
    } finally {
      await service.stop();
      await rm(folder, { recursive: true });
    }
  });

  it('has none where there is no file, and a file that cannot be read stops the start', async () => {
    const service = await RunningService.start({ environment: { WELCOME_FILE: '' } });
    try {
      const { json } = await service.call(undefined, 'GET', '/welcome');
      expect(json).toEqual({ title: null, text: null, steps: [] });
      const config = { ...service.config, welcomeFile: '/nowhere/welcome.yaml' };
      await expect(RunningService.open(service.house, config)).rejects.toThrow(
        'WELCOME_FILE names a file that cannot be read (ENOENT).',
      );
    } finally {
      await service.stop();
    }
  });
});
