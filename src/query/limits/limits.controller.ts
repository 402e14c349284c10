import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MAX_BODY_BYTES } from '../../common/json-body.js';
import { APP_CONFIG, type AppConfig, type QueryLimits } from '../../config/config.js';
import { MOST_OF_ONE } from '../../history/history-retention.js';
import { MAX_SQL_BYTES_KEPT } from '../../history/kept-text.js';
import { MAX_PARAMS, MAX_SQL_BYTES } from '../sql-text.js';
import { LimitsDto, type RunLimitsDto } from './limits.dto.js';

/** What people may count on, so that no program has to guess it. */
@ApiTags('limits')
@Controller('limits')
export class LimitsController {
  constructor(@Inject(APP_CONFIG) private readonly config: AppConfig) {}

  /**
   * What the service allows: time, rows and bytes of runs, how many database sessions one may have and
   * how long they last, and what the history keeps. It stays the same while the service runs.
   */
  @Get()
  getLimits(): LimitsDto {
    const { query, session, databaseSession, history } = this.config;
    const { perPerson, idleMs, transactionIdleMs, absoluteMs } = databaseSession;
    return {
      runs: runLimits(query),
      databaseSessions: { perPerson, idleMs, transactionIdleMs, absoluteMs },
      signIn: { idleMs: session.idleMs, absoluteMs: session.absoluteMs },
      history: {
        days: history.days,
        maxRuns: MOST_OF_ONE,
        keepsSqlText: history.sqlText,
        maxSqlBytes: MAX_SQL_BYTES_KEPT,
      },
    };
  }
}

function runLimits(limits: QueryLimits): RunLimitsDto {
  return {
    defaultTimeoutMs: limits.defaultTimeoutMs,
    maxTimeoutMs: limits.maxTimeoutMs,
    connectTimeoutMs: limits.connectTimeoutMs,
    stallTimeoutMs: limits.stallTimeoutMs,
    defaultJsonRows: limits.defaultMaxRows,
    maxJsonRows: limits.maxRows,
    maxJsonBytes: limits.maxJsonBytes,
    maxBytes: limits.maxBytes ?? null,
    maxCellBytes: limits.maxCellBytes,
    maxRowBytes: limits.maxMessageBytes,
    maxSqlBytes: MAX_SQL_BYTES,
    maxParams: MAX_PARAMS,
    maxBodyBytes: MAX_BODY_BYTES,
  };
}
