import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { RunningService } from '../support/running-service.js';
import { say } from '../support/say.js';
import { differencesOf } from './compare-outcomes.js';
import { KNOWN_DIFFERENCES, type KnownDifference } from './known-differences.js';
import { psqlVersion } from './psql.js';
import { runStatementsWithPsql } from './psql-statements.js';
import { makeRegressionDatabases, REGRESSION } from './regress-database.js';
import { type RunText, runStatementsWithService } from './service-statements.js';

/** PostgreSQL's own scripts end the same, statement by statement, with psql and with the service. */
const version = psqlVersion();
const missing = version === undefined || version < 15;
if (missing) {
  const found = version === undefined ? 'none' : `version ${version}, which cuts comments out`;
  say(`Skipped for want of psql 15 or newer (there is ${found}): PostgreSQL's regression scripts.`);
}

const SCRIPTS = new URL('regress/sql/', import.meta.url);
const files = readdirSync(SCRIPTS).sort();

(missing ? describe.skip : describe)("PostgreSQL's regression scripts", () => {
  let service: RunningService;
  let token: string;
  const table: string[] = [];
  const total = { files: 0, statements: 0, errors: 0, known: 0, different: 0 };
  const seen = new Set<KnownDifference>();

  beforeAll(async () => {
    // Statistics that come by themselves come when they will, and change plans.
    service = await RunningService.start({ house: { settings: { autovacuum: false } } });
    token = await service.token('alice');
    await makeRegressionDatabases(service.house);
  });
  afterAll(async () => {
    await service.stop();
    const { statements, errors, known, different } = total;
    say('script                  statements  errors  known  different');
    for (const line of table) say(line);
    say(
      `${total.files} scripts: ${statements} statements, of which ${errors} fail; ${different} end otherwise than with psql, besides ${known} for reasons that are known:`,
    );
    for (const known of KNOWN_DIFFERENCES) {
      say(`  ${known.file}: ${known.reason}${seen.has(known) ? '' : ' (no more)'}`);
    }
  });

  it.each(files)('%s ends as with psql', async (file) => {
    const text = readFileSync(new URL(file, SCRIPTS), 'utf8');
    const psql = await runStatementsWithPsql(service.house, text, REGRESSION.psql);
    const own = await inSession((run) => runStatementsWithService(run, text, psql));

    const differences = differencesOf(psql, own);
    const unknown = differences.filter((difference) => {
      const known = KNOWN_DIFFERENCES.find((one) => one.file === file && one.matches(difference));
      if (known !== undefined) seen.add(known);
      return known === undefined;
    });
    count(file, {
      statements: psql.length,
      errors: psql.filter(({ error }) => error !== undefined).length,
      known: differences.length - unknown.length,
      different: unknown.length,
    });
    expect(unknown.slice(0, 3)).toEqual([]);
  });

  function count(file: string, row: Omit<typeof total, 'files'>): void {
    total.files += 1;
    total.statements += row.statements;
    total.errors += row.errors;
    total.known += row.known;
    total.different += row.different;
    const cells = [row.statements, row.errors, row.known, row.different];
    table.push(`${file.padEnd(24)}${cells.map((cell) => String(cell).padStart(8)).join('')}`);
  }

  /** With a connection that is kept from one text to the next. */
  async function inSession<T>(use: (run: RunText) => Promise<T>): Promise<T> {
    const opened = await service.call(token, 'POST', '/sessions', {
      serverId: SHOP_SERVER_ID,
      database: REGRESSION.service,
    });
    if (opened.status !== 201) throw new Error(opened.text);
    const path = `/sessions/${opened.json.id}`;
    try {
      return await use(async (sql) => {
        const ndjson = { Accept: 'application/x-ndjson' };
        const answer = await service.call(token, 'POST', `${path}/query`, { sql }, ndjson);
        // What fails before its first event is answered with the problem alone.
        if (answer.status !== 200) return [{ kind: 'error', ...answer.json }];
        return answer.text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
      });
    } finally {
      await service.call(token, 'DELETE', path);
    }
  }
});
