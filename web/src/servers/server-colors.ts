/** The colour of a server for a bar or a line; none for a server without one. */
export function cssColor(color: string | null): string {
  return color === null ? 'transparent' : `var(--mantine-color-${color}-filled)`;
}
