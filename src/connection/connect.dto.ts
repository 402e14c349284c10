import { IsString } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { MayBeLeftOut } from '../common/validation.js';
import { IsDatabaseName } from './database-name.js';

export class ConnectDto {
  /** The database to open; the definition's maintenance database when left out. */
  @MayBeLeftOut()
  @IsString()
  @IsDatabaseName()
  database?: string;
}

export class TlsReportDto {
  /** For example `TLSv1.3`. */
  protocol!: string;
  cipher!: string;
}

/** Who PostgreSQL says the caller is. */
export class ConnectionReportDto {
  sessionUser!: string;
  currentUser!: string;
  database!: string;
  serverVersion!: string;
  tls!: TlsReportDto;
  @ApiProperty({ type: 'integer' })
  backendPid!: number;
  /** The connection as a libpq keyword string, for reading. */
  dsn!: string;
}
