import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ConnectionModule } from '../connection/connection.module.js';
import { ServersModule } from '../servers/servers.module.js';
import { Answers } from './answers.service.js';
import { DirectQueries } from './direct-queries.service.js';
import { ExecutionsController } from './executions/executions.controller.js';
import { ExecutionsService } from './executions/executions.service.js';
import { Executions } from './executions/executions.js';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';
import { SESSION_CLOCK, SYSTEM_CLOCK } from './sessions/clock.js';
import { DatabaseSessionsController } from './sessions/database-sessions.controller.js';
import { DatabaseSessions } from './sessions/database-sessions.js';
import { DatabaseSessionsService } from './sessions/database-sessions.service.js';
import { SessionGate } from './sessions/session-gate.js';
import { SessionOpener } from './sessions/session-opener.js';
import { SessionQueries } from './sessions/session-queries.service.js';
import { SessionSweep } from './sessions/session-sweep.js';

@Module({
  imports: [ConnectionModule, AuditModule, ServersModule],
  controllers: [QueryController, ExecutionsController, DatabaseSessionsController],
  providers: [
    Answers,
    DirectQueries,
    Executions,
    ExecutionsService,
    QueryService,
    { provide: SESSION_CLOCK, useValue: SYSTEM_CLOCK },
    DatabaseSessions,
    DatabaseSessionsService,
    SessionGate,
    SessionOpener,
    SessionQueries,
    SessionSweep,
  ],
})
export class QueryModule {}
