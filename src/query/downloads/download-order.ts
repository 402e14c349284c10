import type { AnswerFormat } from '../format.js';
import type { CsvOptionsDto } from '../encode/csv-options.dto.js';
import type { SessionQueryDto } from '../query.dto.js';

/** What is to be run for a download, and where; read and found possible when it was asked for. */
export interface DownloadOrder {
  readonly query: SessionQueryDto;
  readonly server: { readonly id: string; readonly name: string };
  readonly database: string;
  /** Of the pinned connection that it is to run on. */
  readonly databaseSessionId: string | undefined;
  readonly format: AnswerFormat;
  readonly options: CsvOptionsDto;
}
