/** A LIKE pattern for texts that contain the text; its own metacharacters mean themselves. */
export function containing(text: string): string {
  return `%${escapeLike(text)}%`;
}

/** A LIKE pattern for texts that begin with the text. */
export function beginningWith(text: string): string {
  return `${escapeLike(text)}%`;
}

/** A LIKE pattern for the text itself, whatever the case (PostgreSQL manual, section 9.7.1). */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
