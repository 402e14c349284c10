import type { AnswerFormat } from '../format.js';
import { CsvEncoder, type CsvOptions } from './csv-encoder.js';
import type { AnswerEncoder, EncoderOptions } from './encoder.js';
import { JsonEncoder } from './json-encoder.js';
import { NdjsonEncoder } from './ndjson-encoder.js';

/** The encoder of one answer. */
export function createEncoder(
  format: AnswerFormat,
  options: EncoderOptions,
  csv: CsvOptions,
): AnswerEncoder {
  switch (format) {
    case 'json':
      return new JsonEncoder(options);
    case 'ndjson':
      return new NdjsonEncoder(options);
    case 'csv':
      return new CsvEncoder(options, csv);
  }
}
