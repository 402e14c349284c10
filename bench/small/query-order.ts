import { QUERY_PATH } from '../place.js';
import type { LoadOrder } from '../programs/load.js';

/** One row, and nothing to do for PostgreSQL. */
export const SMALL_QUERY = { sql: 'select session_user, $1::int', params: [1] };

/** The small query through the API. */
export function queryOrder(
  origin: string,
  headers: Readonly<Record<string, string>>,
): Pick<LoadOrder, 'url' | 'headers' | 'body'> {
  return {
    url: `${origin}${QUERY_PATH}`,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify(SMALL_QUERY),
  };
}
