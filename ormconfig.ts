import 'reflect-metadata';
import './src/config/scrub-environment.js';
import { DataSource } from 'typeorm';
import { AuditEvent } from './src/audit/audit-event.entity.js';
import { OpenActRow } from './src/audit/open-act.entity.js';
import { LocalAccount } from './src/auth/local-account.entity.js';
import { LoginFlow } from './src/auth/login-flow.entity.js';
import { PasswordAttempt } from './src/auth/password-attempt.entity.js';
import { Session } from './src/auth/session.entity.js';
import { UsedLogoutToken } from './src/auth/used-logout-token.entity.js';
import { loadProcessStoreUrl } from './src/config/process-config.js';
import { RoleBinding } from './src/connection/role-binding.entity.js';
import { dataSourceOptions } from './src/database/data-source.js';
import { HistoryRow } from './src/history/history-row.entity.js';
import { IdempotencyKey } from './src/query/idempotency-key.entity.js';
import { ServerDefinitionRow } from './src/servers/server-definition.entity.js';

/**
 * Our own store for the command line of TypeORM, built to `dist/ormconfig.js`. The service itself
 * collects the entities from its modules; a test compares the two.
 */
export default new DataSource(
  dataSourceOptions(loadProcessStoreUrl().reveal(), [
    AuditEvent,
    HistoryRow,
    IdempotencyKey,
    LocalAccount,
    LoginFlow,
    OpenActRow,
    PasswordAttempt,
    RoleBinding,
    ServerDefinitionRow,
    Session,
    UsedLogoutToken,
  ]),
);
