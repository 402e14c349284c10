import { foreignOptions, storageParameters } from './ddl-options.js';

describe('options of what a table is made with', () => {
  it('keep their values', () => {
    expect(storageParameters(['fillfactor=70', 'security_barrier=true', 'toast.x=a=b'])).toBe(
      "fillfactor=70, security_barrier='true', toast.x='a=b'",
    );
    expect(foreignOptions(["schema_name=it's", 'Path=a=b'])).toBe(
      `schema_name 'it''s', "Path" 'a=b'`,
    );
  });
});
