import { ApiProperty } from '@nestjs/swagger';

/** What one run may take, and what its answer may hold. */
export class RunLimitsDto {
  /** Milliseconds, once connected, after which a run is cancelled that names no `timeoutMs`. */
  @ApiProperty({ type: 'integer' })
  defaultTimeoutMs!: number;
  /** Milliseconds: the longest `timeoutMs`. A longer one is this one. */
  @ApiProperty({ type: 'integer' })
  maxTimeoutMs!: number;
  /** Milliseconds for a connection to PostgreSQL: TLS, sign-in and checks included. */
  @ApiProperty({ type: 'integer' })
  connectTimeoutMs!: number;
  /** Milliseconds for which the reader of an answer, or the sender of a copy, may stand still. */
  @ApiProperty({ type: 'integer' })
  stallTimeoutMs!: number;
  /** Rows of each result in a JSON answer that names no `maxRows`. NDJSON and CSV have no limit then. */
  @ApiProperty({ type: 'integer' })
  defaultJsonRows!: number;
  /** Rows of each result: the largest `maxRows` of a JSON answer. A larger one is this one. */
  @ApiProperty({ type: 'integer' })
  maxJsonRows!: number;
  /** Bytes of all values in a JSON answer. */
  @ApiProperty({ type: 'integer' })
  maxJsonBytes!: number;
  /** Bytes of the rows of an answer in any format, before compression; null where there is no limit. */
  @ApiProperty({ type: 'integer', nullable: true })
  maxBytes!: number | null;
  /** Bytes of one value. */
  @ApiProperty({ type: 'integer' })
  maxCellBytes!: number;
  /** Bytes of one row as PostgreSQL sends it, and of a line of NDJSON in a copy. */
  @ApiProperty({ type: 'integer' })
  maxRowBytes!: number;
  /** Bytes of an SQL text in UTF-8. */
  @ApiProperty({ type: 'integer' })
  maxSqlBytes!: number;
  /** Values of one run. */
  @ApiProperty({ type: 'integer' })
  maxParams!: number;
  /** Bytes of a request's body in JSON. */
  @ApiProperty({ type: 'integer' })
  maxBodyBytes!: number;
}

/** How many database sessions there may be, and how long they last. */
export class DatabaseSessionLimitsDto {
  /** Sessions at once of one person, on each instance of the service. */
  @ApiProperty({ type: 'integer' })
  perPerson!: number;
  /** Milliseconds without a statement after which one is closed. */
  @ApiProperty({ type: 'integer' })
  idleMs!: number;
  /** The same within a transaction, in milliseconds, where that is less than `idleMs`. */
  @ApiProperty({ type: 'integer' })
  transactionIdleMs!: number;
  /** Milliseconds after which one is closed, however busy it is. */
  @ApiProperty({ type: 'integer' })
  absoluteMs!: number;
}

/** How long one stays signed in. A token lasts as long as it says itself. */
export class SignInLimitsDto {
  /** Milliseconds without a request after which a login session ends. */
  @ApiProperty({ type: 'integer' })
  idleMs!: number;
  /** Milliseconds after which it ends, however busy it is. */
  @ApiProperty({ type: 'integer' })
  absoluteMs!: number;
}

/** What is kept of one's runs in the history. */
export class HistoryLimitsDto {
  /** Days for which a run is kept; 0 where no history is kept. */
  @ApiProperty({ type: 'integer' })
  days!: number;
  /** Runs of one person that are kept, the newest. */
  @ApiProperty({ type: 'integer' })
  maxRuns!: number;
  /** Whether the texts of runs and the messages of their errors are kept, without their secrets. */
  keepsSqlText!: boolean;
  /** Bytes in UTF-8 that are kept of a text. */
  @ApiProperty({ type: 'integer' })
  maxSqlBytes!: number;
}

/** What the service allows; the same for everybody, and set by the administrator. */
export class LimitsDto {
  runs!: RunLimitsDto;
  databaseSessions!: DatabaseSessionLimitsDto;
  signIn!: SignInLimitsDto;
  history!: HistoryLimitsDto;
}
