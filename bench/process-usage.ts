import { readFileSync, writeFileSync } from 'node:fs';

/** Of a process, as Linux counts it; nothing elsewhere. */
export interface Usage {
  /** User and system time of all its threads, milliseconds in steps of ten. */
  readonly cpuMs: number;
  /** Since its start, or since {@link forgetPeak}. */
  readonly peakRssMb: number;
  readonly rssMb: number;
}

/** Clock ticks a second in /proc: USER_HZ is 100 wherever Node runs (man 5 proc_pid_stat). */
const MS_PER_TICK = 10;
const KIB_PER_MB = 1e6 / 1024;

/** Undefined where there is no /proc. */
export function usageOf(pid: number): Usage | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return {
      cpuMs: cpuMsIn(readFileSync(`/proc/${pid}/stat`, 'utf8')),
      peakRssMb: kibIn(status, 'VmHWM') / KIB_PER_MB,
      rssMb: kibIn(status, 'VmRSS') / KIB_PER_MB,
    };
  } catch {
    return undefined;
  }
}

/** Has the peak begin anew: 5 is for VmHWM (man 5 proc_pid_clear_refs). */
export function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // No Linux: nothing is read, either.
  }
}

/** The command's name, in brackets, may have spaces and brackets of its own; 14 and 15 follow it. */
export function cpuMsIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** @throws Error where the line is missing */
export function kibIn(status: string, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status);
  if (match === null) throw new Error(`No ${name}.`);
  return Number(match[1]);
}
