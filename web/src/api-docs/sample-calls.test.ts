import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contractOf } from './contract.ts';
import { curlOf, sdkCallOf } from './sample-calls.ts';

const document: unknown = JSON.parse(
  readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'),
);
const operations = contractOf(document).flatMap((tag) => tag.operations);

/** What a shell makes of a command, a word each. */
function wordsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const env = { USHER: 'https://usher.example', TOKEN: 'ey.J.x', ID: 'the-id', TABLE: 'stock' };
  return execFileSync('sh', ['-c', script], { env }).toString().split('\0').slice(0, -1);
}

function named(id: string): (typeof operations)[number] {
  const found = operations.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

describe('curl', () => {
  it('is read by a shell as it was meant, for every operation', () => {
    for (const operation of operations) {
      const words = wordsOf(curlOf(operation));
      expect(words.some((word) => word.startsWith('https://usher.example/'))).toBe(true);
      expect(words.includes('Authorization: Bearer ey.J.x')).toBe(!operation.isPublic);
      const sent = operation.bodies[0];
      if (sent?.mediaType !== 'application/json' || sent.example === undefined) continue;
      expect(JSON.parse(words.at(-1) ?? '')).toEqual(sent.example);
    }
  });

  it('names what is to be filled in', () => {
    expect(wordsOf(curlOf(named('copyRows')))).toContain(
      'https://usher.example/api/v1/servers/the-id/copy?table=stock',
    );
  });
});

describe('the call of the SDK', () => {
  it('has the body of the example and the names of the path', () => {
    expect(sdkCallOf(named('runQuery'))).toMatch(
      /^await client\.call\('runQuery', \{\n {2}path: \{ id \},\n {2}body: \{\n {4}"sql": /,
    );
  });

  it('is short where nothing is needed', () => {
    expect(sdkCallOf(named('listServers'))).toBe("await client.call('listServers');");
  });

  it('is left out where the body is no JSON', () => {
    expect(sdkCallOf(named('copyRows'))).toBeUndefined();
  });
});
