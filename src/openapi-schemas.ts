import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEM_STATUS } from './common/problem.js';

type Schema = Extract<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { properties?: unknown }
>;

/** What the problem filter sends. */
export const PROBLEM_SCHEMA: Schema = {
  type: 'object',
  description: 'A failure (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string', description: 'The same for every occurrence of this code.' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened here, for a person.' },
    instance: {
      type: 'string',
      description: 'Names the request; administrators find it in the log.',
    },
    code: { type: 'string', enum: Object.keys(PROBLEM_STATUS) },
    owner: { type: 'string', enum: ['user', 'admin', 'dba'], description: 'Who can fix it.' },
    fix: { type: 'string', description: 'The exact line to paste.' },
    sqlstate: { type: 'string', description: "PostgreSQL's error code." },
    position: { type: 'integer', description: 'In the SQL text, in characters, from 1.' },
    statement: { type: 'integer', description: 'Which statement of a script, from 1.' },
    statementRange: {
      type: 'object',
      description: 'Where that statement stands in the SQL text, in characters.',
      required: ['start', 'end'],
      properties: {
        start: { type: 'integer', description: 'From 0.' },
        end: { type: 'integer', description: 'Behind its last character.' },
      },
    },
    line: { type: 'integer', description: 'Of data that was sent, from 1.' },
    column: { type: 'string', description: 'Of data that was sent.' },
    transactionStatus: {
      type: 'string',
      enum: ['idle', 'in transaction', 'failed'],
      description: 'Of the session, after the failure.',
    },
    executionId: { type: 'string', description: 'The run that this is about.' },
    owningInstance: {
      type: 'string',
      description: 'The instance that has what was asked for (421).',
    },
    loginUrl: { type: 'string', description: 'Where to sign in anew.' },
    hint: { type: 'string' },
    databaseDetail: { type: 'string', description: 'What else PostgreSQL said.' },
    errors: {
      type: 'array',
      description: 'Field by field.',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'A JSON pointer (RFC 6901) into the body.' },
          detail: { type: 'string' },
        },
      },
    },
  },
};

/** The last NDJSON line of a run that failed. */
export const ERROR_EVENT_SCHEMA: Schema = {
  description: 'The last NDJSON line of a run that failed.',
  allOf: [
    { $ref: '#/components/schemas/Problem' },
    {
      type: 'object',
      required: ['kind'],
      properties: {
        kind: { type: 'string', enum: ['error'] },
        warning: { type: 'string', description: 'What else is to be known of the answer.' },
      },
    },
  ],
};

/** One line of an NDJSON answer. */
export const QUERY_LINE_SCHEMA: Schema = {
  description:
    'One line of an NDJSON answer: an array is a row, an object is an event. Exactly one `done` or `error` comes last; a stream without it is a broken connection.',
  oneOf: [
    {
      type: 'array',
      description: "A row: PostgreSQL's own text, or null for NULL.",
      items: { type: ['string', 'null'] },
    },
    ...['ColumnsEventDto', 'NoticeEventDto', 'CompleteEventDto', 'DoneEventDto', 'ErrorEvent'].map(
      (name) => ({ $ref: `#/components/schemas/${name}` }),
    ),
  ],
};
