export const SEARCH_KINDS = ['schema', 'relation', 'column', 'function', 'type'] as const;

/** What the search by name finds. */
export type SearchKind = (typeof SEARCH_KINDS)[number];
