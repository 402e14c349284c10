import { randomUUID } from 'node:crypto';
import type { OAuthPrincipal } from '../../src/auth/principal.js';
import { SHOP_SERVER_ID } from '../../src/demo/house.js';
import { subjectOf } from '../../src/demo/people.js';
import type { HistoryEntry } from '../../src/history/history-row.js';
import { sha256 } from '../../src/query/idempotency-key.js';
import type { RunningService } from '../support/running-service.js';

/** A person of the demo, as their tokens say it. */
export function personOf({ house }: RunningService, name: string): OAuthPrincipal {
  return {
    authSource: 'oauth2',
    provider: 'oidc',
    issuer: house.identityProvider.issuer,
    subject: subjectOf({ name, claims: {} }),
    username: name,
    groups: [],
    isAdmin: false,
    claimName: 'db_user',
    claimValue: name,
  };
}

/** A run that ended well, but for what is told. */
export function entryOf(
  principal: HistoryEntry['principal'],
  change: Partial<HistoryEntry> = {},
): HistoryEntry {
  const { sql = 'select 1' } = change;
  return {
    principal,
    action: 'query',
    executionId: randomUUID(),
    server: { id: SHOP_SERVER_ID, name: 'shop' },
    database: 'shop',
    databaseUser: principal.username,
    startedAt: new Date(),
    durationMs: 12.4,
    rows: 1,
    bytes: 5,
    statements: 1,
    outcome: 'ok',
    sqlSha256: sha256(sql),
    ...change,
    sql,
  };
}
