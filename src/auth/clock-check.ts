import { Logger } from '@nestjs/common';

/** Tokens are believed with 30 seconds of skew; beyond a minute good ones are refused. */
const MAX_SECONDS = 60;

/**
 * By how many seconds our clock is ahead of another one (negative: behind), by the `Date` header
 * of its answer (RFC 9110, section 6.6.1); undefined where there is none that can be read.
 *
 * @param now milliseconds since 1970
 */
export function secondsAhead(date: string | undefined, now: number): number | undefined {
  const theirs = date === undefined ? NaN : Date.parse(date);
  return Number.isNaN(theirs) ? undefined : Math.round((now - theirs) / 1000);
}

/** Says it in the log when our clock and the provider's are too far apart to agree on tokens. */
export function alarmOfSkew(issuer: string, date: string | undefined): void {
  const seconds = secondsAhead(date, Date.now());
  if (seconds === undefined || Math.abs(seconds) <= MAX_SECONDS) return;
  new Logger('Clock').error(
    `Our clock is ${String(Math.abs(seconds))} seconds ${seconds > 0 ? 'ahead of' : 'behind'} that of ${issuer}: tokens will be refused as expired or not yet valid. Set the clocks.`,
  );
}
