import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import type { RunningService } from '../support/running-service.js';
import {
  type AnsweredRows,
  type Cell,
  decodeStrictly,
  type Format,
  readAnsweredRows,
} from './answered-rows.js';
import { runPsql } from './psql.js';

/** Stands for NULL in what psql prints, and is in no value that is tried. */
const NULL_MARK = '\u0001\u0002 NULL of psql \u0002\u0001';

/** Alice, who reads the same through the service and with psql. */
export class TwoReaders {
  constructor(
    private readonly service: RunningService,
    private readonly token: string,
  ) {}

  /** The values that psql prints, row by row, of any number of statements. */
  async withPsql(sql: string, more: readonly string[] = ['--tuples-only']): Promise<Cell[]> {
    const { code, stdout, stderr } = await runPsql(this.service.house, sql, {
      person: 'alice',
      args: [
        ...['--quiet', '--no-align', '--field-separator-zero', '--record-separator-zero'],
        ...['--pset', `null=${NULL_MARK}`, '--set', 'ON_ERROR_STOP=1', ...more],
      ],
    });
    if (code !== 0) throw new Error(stderr);
    return decodeStrictly(stdout)
      .split('\0')
      .slice(0, -1)
      .map((cell) => (cell === NULL_MARK ? null : cell));
  }

  /** @throws what the service answers when it is no result */
  async withService(sql: string, format: Format): Promise<AnsweredRows> {
    const url = `${this.service.origin}/api/v1/servers/${SHOP_SERVER_ID}/query`;
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${this.token}`,
        'Content-Type': 'application/json',
        Accept: format,
      },
      body: JSON.stringify({ sql }),
    });
    const body = new Uint8Array(await response.arrayBuffer());
    if (response.status !== 200) throw new Error(`${response.status}: ${decodeStrictly(body)}`);
    return readAnsweredRows(format, body);
  }
}
