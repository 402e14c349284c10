import type { Me } from '../app/me.tsx';
import type { Fact } from './Facts.tsx';

/** The claims by which the caller is known. */
export function claimFacts(_me: Me): readonly Fact[] {
  return [];
}
