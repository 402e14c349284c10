import type { Server } from '../servers/servers-query.ts';

/** The colour of a server's labels. */
export function colorOf({ color }: Pick<Server, 'color'>): string {
  return color ?? 'gray';
}
