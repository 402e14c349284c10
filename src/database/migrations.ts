import { Init1795456672076 } from './migrations/1795456672076-Init.js';
import { RunsOnRecord1795462199032 } from './migrations/1795462199032-RunsOnRecord.js';
import { ServerLabels1795729718170 } from './migrations/1795729718170-ServerLabels.js';
import { AuditFilters1795740748199 } from './migrations/1795740748199-AuditFilters.js';
import { SessionNames1795742104613 } from './migrations/1795742104613-SessionNames.js';

/**
 * Every migration, oldest first. A list and not a folder pattern, so that what runs is what was
 * built, and a stray file in an image is not executed.
 */
export const MIGRATIONS: readonly (new () => object)[] = [
  Init1795456672076,
  RunsOnRecord1795462199032,
  ServerLabels1795729718170,
  AuditFilters1795740748199,
  SessionNames1795742104613,
];
