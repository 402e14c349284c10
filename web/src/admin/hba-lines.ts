import { quoteName } from '../../../src/sql/quoting.ts';

/** What PostgreSQL must be told before a passthrough server lets anybody in. */
export interface HbaLines {
  readonly hba: string;
  readonly ident: string;
  readonly roles: string;
}

export interface HbaWish {
  /** Of pg-usher, as PostgreSQL sees it; a placeholder where it is empty. */
  readonly address: string;
  /** The common name of the proxy certificate. */
  readonly certificateName: string;
  /** The role whose members may come. */
  readonly groupRole: string;
}

/** As in the README: the first matching line of pg_hba.conf wins, so the refusal stands first. */
export function hbaLines({ address, certificateName, groupRole }: HbaWish): HbaLines {
  const from = cidr(address);
  const role = quoteName(groupRole);
  return {
    hba: [
      `hostssl  all  "/^(postgres|pg_.*)$"  ${from}  reject`,
      `hostssl  all  all                    ${from}  cert map=oauth`,
    ].join('\n'),
    ident: `oauth  ${token(certificateName)}  +${token(groupRole)}`,
    roles: [
      `CREATE ROLE ${role} NOLOGIN;`,
      `CREATE ROLE "alice" LOGIN IN ROLE ${role};   -- somebody new`,
      `GRANT ${role} TO "bob";                      -- somebody who has a role already`,
    ].join('\n'),
  };
}

/** One address as a network; a network, or what is no address, as it is. */
function cidr(address: string): string {
  const trimmed = address.trim();
  if (trimmed === '') return 'ADDRESS/32';
  if (trimmed.includes('/')) return token(trimmed);
  return trimmed.includes(':') ? token(`${trimmed}/128`) : token(`${trimmed}/32`);
}

/** A word of PostgreSQL's files; in quotes where it has signs that mean something there. */
function token(text: string): string {
  const word = text.replaceAll(/\p{Cc}/gu, '');
  return /^[A-Za-z0-9_.:/-]+$/.test(word) ? word : `"${word.replaceAll('"', '""')}"`;
}
