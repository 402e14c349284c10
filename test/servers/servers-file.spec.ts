import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../src/config/config-error.js';
import type { DefinitionFormat } from '../../src/config/definition-file.js';
import { parseServersFile } from '../../src/servers/servers-file.js';

const ID = '7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37';

function mistakesOf(text: string, format: DefinitionFormat = 'yaml'): readonly string[] {
  try {
    parseServersFile(text, format);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.mistakes;
    }
    throw error;
  }
}

describe('a servers file', () => {
  it('is read with the fields, rules and defaults of the API', () => {
    const text = `
# the demo
servers:
  - id: ${ID}
    name: shop
    group: Demo
    host: localhost
    port: 5433
    passthrough: true
    labels: [PROD]
    color: red
    visibleTo: [sales, "platform team"]
  - name: plain
    host: 10.0.0.1
    sslMode: require
    username: app
`;
    expect(parseServersFile(text, 'yaml')).toMatchObject([
      {
        id: ID,
        draft: {
          name: 'shop',
          port: 5433,
          sslMode: 'verify-full',
          maintenanceDb: 'postgres',
          labels: ['PROD'],
          color: 'red',
          visibleTo: ['sales', 'platform team'],
        },
      },
      { id: undefined, draft: { name: 'plain', sslMode: 'require', username: 'app' } },
    ]);
  });

  it('can be JSON, with tabs', () => {
    const text = JSON.stringify({ servers: [{ name: 'a', host: 'b' }] }, null, '\t');
    expect(parseServersFile(text, 'json')).toMatchObject([{ draft: { name: 'a', host: 'b' } }]);
  });

  it('can be empty of servers', () => {
    expect(parseServersFile('servers: []', 'yaml')).toEqual([]);
  });

  it('may repeat itself with a few aliases', () => {
    const text = `
servers:
  - { name: a, host: h, visibleTo: &team [x, y] }
  - { name: b, host: h, visibleTo: *team }
`;
    expect(parseServersFile(text, 'yaml')).toHaveLength(2);
  });
});

describe('a servers file with mistakes', () => {
  it.each<[string, string[]]>([
    ['', ['SERVERS_FILE, line 1, column 1: there must be a list named "servers".']],
    ['servers:', ['SERVERS_FILE, line 1, column 1: there must be a list named "servers".']],
    ['- name: a', ['SERVERS_FILE, line 1, column 1: there must be a list named "servers".']],
    [
      'servers:\n  - name: a\n    host: h\n    prot: 1',
      ['SERVERS_FILE, line 4, column 5: "prot" is not known; did you mean port?'],
    ],
    [
      'servers:\n  - name: a\n    host: h\n    maintenance_db: x',
      [
        'SERVERS_FILE, line 4, column 5: "maintenance_db" is not known; did you mean maintenanceDb?',
      ],
    ],
    [
      'servers:\n  - name: a\n    host: h\n    weather: x',
      ['SERVERS_FILE, line 4, column 5: "weather" is not known.'],
    ],
    [
      'servers:\n  - name: a\n    host: h\n    colour: x',
      ['SERVERS_FILE, line 4, column 5: "colour" is not known; did you mean color?'],
    ],
    [
      'server: []\nservers: []',
      ['SERVERS_FILE, line 1, column 1: "server" is not known; did you mean servers?'],
    ],
    [
      'servers:\n  - host: h\n  - name: b',
      [
        'SERVERS_FILE, line 2, column 5: name is missing.',
        'SERVERS_FILE, line 3, column 5: host is missing.',
      ],
    ],
    [
      'servers:\n  - a\n  - [b]',
      [
        'SERVERS_FILE, line 2, column 5: a server must be a set of fields such as name and host.',
        'SERVERS_FILE, line 3, column 5: a server must be a set of fields such as name and host.',
      ],
    ],
    [
      'servers:\n  - { name: a, host: h, port: "1" }',
      ['SERVERS_FILE, line 2, column 25: port must be a whole number from 1 to 65535.'],
    ],
    [
      'servers:\n  - { id: 7, name: a, host: h }',
      [
        'SERVERS_FILE, line 2, column 7: id must be a UUID in small letters, in quotes where needed.',
      ],
    ],
    [
      'servers:\n  - { name: a, host: h }\n  - { name: a, host: i }',
      ['SERVERS_FILE, line 3, column 7: another server has this name already (line 2, column 7).'],
    ],
    [
      `servers:\n  - { id: ${ID}, name: a, host: h }\n  - { id: ${ID}, name: b, host: i }`,
      ['SERVERS_FILE, line 3, column 7: another server has this id already (line 2, column 7).'],
    ],
    [
      'servers: [',
      [
        'SERVERS_FILE, line 1, column 11: Flow sequence in block collection must be sufficiently indented and end with a ].',
      ],
    ],
    ['servers: []\nservers: []', ['SERVERS_FILE, line 2, column 1: Map keys must be unique.']],
    [
      'servers: []\n---\nservers: []',
      [
        'SERVERS_FILE, line 2, column 1: Source contains multiple documents; please use YAML.parseAllDocuments().',
      ],
    ],
    ['servers: !!js/function []', ['SERVERS_FILE, line 1, column 10: Unresolved tag.']],
    ['servers: *nothing', ['SERVERS_FILE uses aliases too often, or one that is not there.']],
  ])('%j', (text, sentences) => {
    expect(mistakesOf(text)).toEqual(sentences);
  });

  it('reports all of them together', () => {
    const text = 'servers:\n  - { nmae: a, host: "a b" }\n  - { name: b, host: h, port: 0 }';
    expect(mistakesOf(text)).toHaveLength(4);
  });

  it('explains credentials on a passthrough server without repeating them', () => {
    const mistakes = mistakesOf(
      'servers:\n  - name: a\n    host: h\n    passthrough: true\n    username: app\n    password: hunter2',
    );
    expect(mistakes).toHaveLength(2);
    expect(mistakes[0]).toContain('line 6, column 5: A passthrough server keeps no password');
    expect(mistakes[1]).toContain('line 5, column 5: A passthrough server keeps no username');
    expect(mistakes.join()).not.toContain('hunter2');
  });

  it('never quotes the text around a syntax error', () => {
    const texts = [
      'servers:\n  - password: hunter2: x\n   - bad',
      'servers: [] hunter2',
      'servers: |hunter2\n  x',
      'servers: []\nhunter2',
      'servers:\n - a: "x" hunter2',
      "servers:\n - a: 'hunter2",
      '%hunter2\n---\nservers: []',
      '} hunter2',
      'servers: [{ password: !hunter2 }]',
      'servers: [{ password: *hunter2 }]',
    ];
    for (const text of texts) {
      const mistakes = mistakesOf(text);
      expect(mistakes.length).toBeGreaterThan(0);
      expect(mistakes.join()).not.toContain('hunter2');
    }
  });

  it('says so when a .json file is not JSON', () => {
    expect(mistakesOf('{ "servers": [], }', 'json')).toEqual([
      'SERVERS_FILE is named .json but is not JSON.',
    ]);
    expect(mistakesOf('{ "servers": [ }', 'json').length).toBeGreaterThan(0);
  });

  it('refuses a file that is too large, too deep, or explodes', () => {
    expect(mistakesOf('#'.repeat(1024 * 1024 + 1))).toEqual([
      'SERVERS_FILE is larger than 1048576 bytes.',
    ]);
    expect(mistakesOf('['.repeat(50_000))).toEqual(['SERVERS_FILE is nested too deeply.']);
    const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x]'];
    for (let level = 1; level < 9; level++) {
      const alias = `*a${level - 1}`;
      bomb.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => alias).join(',')}]`);
    }
    expect(mistakesOf([...bomb, 'servers: []'].join('\n'))).toEqual([
      'SERVERS_FILE uses aliases too often, or one that is not there.',
    ]);
  });
});
