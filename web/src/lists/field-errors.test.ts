import { describe, expect, it } from 'vitest';
import { fieldsOfPointers } from './field-errors.ts';

describe('fieldsOfPointers', () => {
  it('puts what points into a list at the list', () => {
    expect(fieldsOfPointers([{ pointer: '/labels/3', detail: 'too long' }])).toEqual({
      labels: 'too long.',
    });
  });

  it('keeps all sentences about one field', () => {
    const said = [
      { pointer: '/host', detail: 'host is missing.' },
      { pointer: '/host', detail: 'host must be a name' },
    ];
    expect(fieldsOfPointers(said)).toEqual({ host: 'host is missing. host must be a name.' });
  });

  it('reads the escapes of a pointer', () => {
    expect(fieldsOfPointers([{ pointer: '/a~1b~0c', detail: 'x.' }])).toEqual({ 'a/b~c': 'x.' });
  });
});
