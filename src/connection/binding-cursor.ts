/** Where a page of the bindings ends: at a role in a group of trust. */
export interface BindingCursor {
  readonly group: string;
  readonly role: string;
}

/** A role that a claim can name has no colon; a group of trust may be any text. */
export const BINDING_CURSOR = /^([A-Za-z_][A-Za-z0-9_.@+-]{0,62}):([^\0\p{Cs}]{1,100})$/u;

export function writeBindingCursor({ group, role }: BindingCursor): string {
  return `${role}:${group}`;
}

/** Undefined for a text that {@link writeBindingCursor} does not write. */
export function readBindingCursor(text: string): BindingCursor | undefined {
  const [, role, group] = BINDING_CURSOR.exec(text) ?? [];
  return role === undefined || group === undefined ? undefined : { group, role };
}
