import { Problem } from '../common/problem.js';

/** The entity tag of a revision (RFC 9110 section 8.8.3): strong, in quotes. */
export function etagOf({ revision }: { readonly revision: number }): string {
  return `"${revision}"`;
}

/**
 * Passes when `ifMatch` names the current revision. Tags of other shapes, weak ones among them,
 * match nothing (RFC 9110 section 13.1.1 compares strongly). `*` is treated as no header at all:
 * it would overwrite what the caller has not seen.
 *
 * @throws Problem `revision-required` or `revision-mismatch`
 */
export function requireRevision(ifMatch: string | undefined, revision: number): void {
  const tags = (ifMatch ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '' && tag !== '*');
  if (tags.length === 0) {
    throw new Problem('revision-required', {
      detail:
        'Send the ETag of the definition that you have seen as If-Match, so that nobody else\'s change is overwritten: If-Match: "3".',
      owner: 'user',
    });
  }
  if (!tags.includes(etagOf({ revision }))) {
    throw revisionMismatch();
  }
}

export function revisionMismatch(): Problem {
  return new Problem('revision-mismatch', {
    detail:
      'The definition has changed since you read it. Read it again, look at what is different, and repeat your change.',
    owner: 'user',
  });
}
