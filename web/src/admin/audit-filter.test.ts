import { describe, expect, it } from 'vitest';
import { askedFor, auditQuery, NO_FILTER } from './audit-filter.ts';

describe('auditQuery', () => {
  it('asks for everything where nothing is chosen', () => {
    expect(auditQuery(NO_FILTER)).toEqual({});
  });

  it('has the names of the service', () => {
    const filter = { ...NO_FILTER, person: ' carol ', server: 's', request: ' ABC ' };
    expect(auditQuery(filter)).toEqual({ person: 'carol', serverId: 's', requestId: 'abc' });
  });

  it('leaves out an outcome that there is not', () => {
    expect(auditQuery({ ...NO_FILTER, outcome: 'fine' })).toEqual({});
  });
});

describe('askedFor', () => {
  it('says everything that was asked', () => {
    const filter = {
      person: 'carol',
      issuer: 'https://id.example.com',
      subject: '4711',
      action: 'query',
      outcome: 'denied',
      code: 'role-missing',
      server: 's',
      request: 'r',
      since: '2026-11-19T00:00:00',
      until: '2026-11-20T00:00:00',
    };
    expect(askedFor(filter, 'shop')).toEqual([
      'a person with “carol” in a name',
      '4711 of https://id.example.com',
      'the action query',
      'what ended as “refused”',
      'the code role-missing',
      'the server shop',
      'the request r',
      'from 2026-11-19 00:00:00 on',
      'before 2026-11-20 00:00:00',
    ]);
  });

  it('says nothing of nothing', () => {
    expect(askedFor(NO_FILTER, undefined)).toEqual([]);
  });
});
