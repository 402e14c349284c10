import {
  fieldsOf,
  isSame,
  type ServerField,
  type ServerValues,
  withPassthrough,
} from './server-values.ts';

export type Choice = 'theirs' | 'mine';

/** A field that somebody else has changed meanwhile. */
export interface FieldConflict {
  readonly field: ServerField;
  readonly before: string;
  readonly theirs: string;
  readonly mine: string;
  /** Mine, where I changed it, too; else theirs. */
  readonly proposal: Choice;
  /** Whether both say the same, so that there is nothing to choose. */
  readonly agreed: boolean;
}

interface Versions {
  /** As it was when I began. */
  readonly before: ServerValues;
  /** As somebody else has left it. */
  readonly theirs: ServerValues;
  /** As I want it. */
  readonly mine: ServerValues;
}

/** What somebody else has changed since I began. */
export function conflictsOf({ before, theirs, mine }: Versions): FieldConflict[] {
  return fieldsOf(before)
    .filter((field) => !isSame(before[field], theirs[field]))
    .map((field) => ({
      field,
      before: valueText(before[field]),
      theirs: valueText(theirs[field]),
      mine: valueText(mine[field]),
      proposal: isSame(before[field], mine[field]) ? 'theirs' : 'mine',
      agreed: isSame(theirs[field], mine[field]),
    }));
}

/** Theirs with my changes, and where both changed a field, with what was chosen. */
export function mergeServers(
  { before, theirs, mine }: Versions,
  choices: Readonly<Partial<Record<ServerField, Choice>>>,
): ServerValues {
  const conflicts = new Map(
    conflictsOf({ before, theirs, mine }).map((one) => [one.field, one.proposal]),
  );
  const isMine = (field: ServerField): boolean =>
    (choices[field] ?? conflicts.get(field) ?? 'mine') === 'mine';
  const taken = Object.fromEntries(
    fieldsOf(mine)
      .filter(isMine)
      .map((field) => [field, mine[field]]),
  );
  const merged: ServerValues = { ...theirs, ...taken };
  return withPassthrough(merged, merged.passthrough);
}

/** A field's value for people. */
export function valueText(value: ServerValues[ServerField]): string {
  if (value === '' || value === null) return 'nothing';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return value.length === 0 ? 'nothing' : value.join(', ');
}
