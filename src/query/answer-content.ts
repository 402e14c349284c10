import { getSchemaPath } from '@nestjs/swagger';
import {
  ColumnsEventDto,
  CompleteEventDto,
  DoneEventDto,
  NoticeEventDto,
} from './encode/ndjson-events.dto.js';
import { PlanAnswerDto, QueryAnswerDto } from './query.dto.js';

/** What the contract needs to know in order to describe the answer of a run. */
export const ANSWER_MODELS = [
  QueryAnswerDto,
  PlanAnswerDto,
  ColumnsEventDto,
  NoticeEventDto,
  CompleteEventDto,
  DoneEventDto,
];

/** The three formats of the answer of a run. */
export const QUERY_ANSWER_CONTENT = {
  'application/json': {
    schema: {
      oneOf: [{ $ref: getSchemaPath(QueryAnswerDto) }, { $ref: getSchemaPath(PlanAnswerDto) }],
    },
  },
  'application/x-ndjson': {
    schema: { type: 'string', description: 'Lines, each of which is a `QueryLine`.' },
  },
  'text/csv': { schema: { type: 'string', description: 'RFC 4180; one result.' } },
};
