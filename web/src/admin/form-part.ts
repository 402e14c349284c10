import type { ServerField, ServerValues } from './server-values.ts';

/** What each part of the form of a definition gets. */
export interface FormPart {
  readonly values: ServerValues;
  readonly onChange: (change: Partial<ServerValues>) => void;
  /** What the service says about single fields. */
  readonly errors: Readonly<Partial<Record<ServerField | 'password', string>>>;
}
