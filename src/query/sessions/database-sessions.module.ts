import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { ConnectionModule } from '../../connection/connection.module.js';
import { ServersModule } from '../../servers/servers.module.js';
import { QueryModule } from '../query.module.js';
import { SESSION_CLOCK, SYSTEM_CLOCK } from './clock.js';
import { DatabaseSessionsController } from './database-sessions.controller.js';
import { DatabaseSessions } from './database-sessions.js';
import { DatabaseSessionsService } from './database-sessions.service.js';
import { SessionCopies } from './session-copies.service.js';
import { SessionCopyController } from './session-copy.controller.js';
import { SessionGate } from './session-gate.js';
import { SessionGrounds } from './session-grounds.service.js';
import { SessionOpener } from './session-opener.js';
import { SessionQueries } from './session-queries.service.js';
import { SessionSweep } from './session-sweep.js';

@Module({
  imports: [AuditModule, ConnectionModule, QueryModule, ServersModule],
  controllers: [DatabaseSessionsController, SessionCopyController],
  providers: [
    { provide: SESSION_CLOCK, useValue: SYSTEM_CLOCK },
    DatabaseSessions,
    DatabaseSessionsService,
    SessionCopies,
    SessionGate,
    SessionGrounds,
    SessionOpener,
    SessionQueries,
    SessionSweep,
  ],
  exports: [SESSION_CLOCK, DatabaseSessions, SessionGate, SessionQueries],
})
export class DatabaseSessionsModule {}
