import { ApiProperty } from '@nestjs/swagger';
import type { ProblemCode } from '../common/problem.js';

const STATES = ['reachable', 'unreachable', 'untrusted', 'unknown'] as const;
export type ReachabilityState = (typeof STATES)[number];

export class ReachabilityDto {
  @ApiProperty({ format: 'uuid' })
  serverId!: string;
  /** `untrusted`: it could not prove who it is. `unknown`: it has not been found out yet; ask again. */
  @ApiProperty({ enum: STATES, enumName: 'ReachabilityState' })
  state!: ReachabilityState;
  /** Up to some twenty seconds ago; null when unknown. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  checkedAt!: string | null;
  /** What a connect would fail with. */
  @ApiProperty({ type: 'string', required: false })
  code?: ProblemCode;
  detail?: string;
}

export class ReachabilityListDto {
  /** In the order of the list of servers. */
  items!: ReachabilityDto[];
}
