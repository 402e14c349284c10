import { describe, expect, it } from 'vitest';
import { groupServers } from './server-groups.ts';

function server(name: string, group: string | null, labels: string[] = []) {
  return { name, group, host: `${name}.internal`, comment: null, labels };
}

const SERVERS = [
  server('orders', 'Production', ['PROD']),
  server('sandbox', null),
  server('billing', 'Production', ['PROD', 'EU']),
  server('trial', 'Acceptance'),
];

function shape(search: string) {
  return groupServers(SERVERS, search).map(({ name, servers }) => [
    name,
    servers.map((one) => one.name),
  ]);
}

describe('groupServers', () => {
  it('puts headings in their order, and those without one last', () => {
    expect(shape('')).toEqual([
      ['Acceptance', ['trial']],
      ['Production', ['orders', 'billing']],
      [undefined, ['sandbox']],
    ]);
  });

  it('finds every word somewhere: name, heading, host or label', () => {
    expect(shape('prod eu')).toEqual([['Production', ['billing']]]);
    expect(shape('SANDBOX.internal')).toEqual([[undefined, ['sandbox']]]);
    expect(shape('prod nothing')).toEqual([]);
  });
});
