import type { Place } from './place.js';

export interface BenchOptions {
  /** How often each way has its turn. */
  readonly rounds: number;
  /** A tenth of the work, to see that everything runs; its figures say little. */
  readonly quick: boolean;
  /** Without what comes from `bench/peers`. */
  readonly withoutPeers: boolean;
  /** Also writes CPU profiles of the service. */
  readonly profile: boolean;
  /** Where files go. */
  readonly folder: string;
  /** Says what is going on. */
  readonly say: (line: string) => void;
}

export interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
  /** What the goal waits for, where it does. */
  readonly waits?: string;
}

export interface BenchReport {
  /** Tables and remarks for people. */
  readonly text: string;
  readonly goals: readonly Goal[];
  /** The same for programs. */
  readonly data: object;
}

export type Bench = (place: Place, options: BenchOptions) => Promise<BenchReport>;
