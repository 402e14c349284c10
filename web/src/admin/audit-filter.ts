import type { Filters } from '../lists/filters.ts';
import { clockText } from '../lists/times.ts';
import { outcomeWords } from '../sessions/session-words.ts';

/** What stands in the address; a time is a moment, so that a link means the same everywhere. */
export const FILTERS = [
  'person',
  'issuer',
  'subject',
  'action',
  'outcome',
  'code',
  'server',
  'request',
  'since',
  'until',
] as const;

export type AuditFilter = Filters<(typeof FILTERS)[number]>;

export const NO_FILTER: AuditFilter = {
  person: '',
  issuer: '',
  subject: '',
  action: '',
  outcome: '',
  code: '',
  server: '',
  request: '',
  since: '',
  until: '',
};

export const OUTCOMES = [
  'ok',
  'failed',
  'denied',
  'cancelled',
  'client-aborted',
  'timeout',
  'session-ended',
  'unknown',
  'running',
] as const;

type Outcome = (typeof OUTCOMES)[number];

/** What the service is asked for. Whether a text can be one is for the service to say. */
export interface AuditQuery {
  readonly person?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly action?: string;
  readonly outcome?: Outcome;
  readonly code?: string;
  readonly serverId?: string;
  readonly requestId?: string;
  readonly since?: string;
  readonly until?: string;
}

export function auditQuery(filter: AuditFilter): AuditQuery {
  const { person, issuer, subject, action, outcome, code, server, request, since, until } = filter;
  const id = request.trim().toLowerCase();
  return {
    ...(person.trim() === '' ? {} : { person: person.trim() }),
    ...(issuer === '' ? {} : { issuer }),
    ...(subject === '' ? {} : { subject }),
    ...(action === '' ? {} : { action }),
    ...(isOutcome(outcome) ? { outcome } : {}),
    ...(code.trim() === '' ? {} : { code: code.trim() }),
    ...(server === '' ? {} : { serverId: server }),
    ...(id === '' ? {} : { requestId: id }),
    ...(since === '' ? {} : { since }),
    ...(until === '' ? {} : { until }),
  };
}

/** What was asked for, in words; empty where it was everything. */
export function askedFor(filter: AuditFilter, serverName: string | undefined): string[] {
  const { person, issuer, subject, action, outcome, code, serverId, requestId, since, until } =
    auditQuery(filter);
  const identity = [subject, issuer].filter((text) => text !== undefined).join(' of ');
  return [
    ...(person === undefined ? [] : [`a person with “${person}” in a name`]),
    ...(identity === '' ? [] : [identity]),
    ...(action === undefined ? [] : [`the action ${action}`]),
    ...(outcome === undefined ? [] : [`what ended as “${outcomeText(outcome)}”`]),
    ...(code === undefined ? [] : [`the code ${code}`]),
    ...(serverId === undefined ? [] : [`the server ${serverName ?? serverId}`]),
    ...(requestId === undefined ? [] : [`the request ${requestId}`]),
    ...(since === undefined ? [] : [`from ${clockText(since)} on`]),
    ...(until === undefined ? [] : [`before ${clockText(until)}`]),
  ];
}

/** The word for an outcome of the filter. */
export function outcomeText(outcome: Outcome): string {
  return outcomeWords(outcome === 'running' ? undefined : outcome).text;
}

function isOutcome(text: string): text is Outcome {
  return OUTCOMES.some((known) => known === text);
}
