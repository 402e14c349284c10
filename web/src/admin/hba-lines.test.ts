import { describe, expect, it } from 'vitest';
import { hbaLines } from './hba-lines.ts';

const WISH = { address: '10.0.0.5', certificateName: 'usher-proxy', groupRole: 'usher_users' };

describe('hbaLines', () => {
  it('has the lines of the README', () => {
    expect(hbaLines(WISH)).toMatchObject({
      hba: 'hostssl  all  "/^(postgres|pg_.*)$"  10.0.0.5/32  reject\nhostssl  all  all                    10.0.0.5/32  cert map=oauth',
      ident: 'oauth  usher-proxy  +usher_users',
    });
  });

  it.each([
    ['', 'ADDRESS/32'],
    ['fd00::5', 'fd00::5/128'],
    ['10.0.0.0/24', '10.0.0.0/24'],
  ])('%s: for %s', (address, network) => {
    expect(hbaLines({ ...WISH, address }).hba).toContain(`  ${network}  reject`);
  });

  it('quotes a role whose name is a word of SQL', () => {
    expect(hbaLines({ ...WISH, groupRole: 'user' }).roles).toContain('"user"');
  });

  it('lets nothing that was typed begin a line of its own', () => {
    const { ident, hba } = hbaLines({
      address: '1.2.3.4\nhost all',
      certificateName: 'a\nb',
      groupRole: 'g h',
    });
    expect(ident.split('\n')).toHaveLength(1);
    expect(hba.split('\n')).toHaveLength(2);
    expect(ident).toContain('+"g h"');
  });
});
