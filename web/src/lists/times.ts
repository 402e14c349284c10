const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Local time as `2026-11-26 21:25:07`; the text itself where it is no time. */
export function clockText(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

/** A length of time in milliseconds, in at most two units: `12 ms`, `2.1 s`, `3 min 4 s`. */
export function durationText(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < SECOND) return `${whole} ms`;
  if (whole < 10 * SECOND) return `${(Math.floor(whole / 100) / 10).toFixed(1)} s`;
  if (whole < MINUTE) return `${Math.floor(whole / SECOND)} s`;
  if (whole < HOUR) return pair(whole, { unit: MINUTE, name: 'min' }, { unit: SECOND, name: 's' });
  if (whole < DAY) return pair(whole, { unit: HOUR, name: 'h' }, { unit: MINUTE, name: 'min' });
  return pair(whole, { unit: DAY, name: 'd' }, { unit: HOUR, name: 'h' });
}

/** How long ago, or in how long, in one unit: `just now`, `5 min ago`, `in 3 h`. */
export function distanceText(iso: string, now: number): string {
  const distance = now - new Date(iso).getTime();
  if (Number.isNaN(distance)) return '';
  const size = Math.abs(distance);
  if (size < 10 * SECOND) return distance < 0 ? 'in a moment' : 'just now';
  const text = oneUnit(size);
  return distance < 0 ? `in ${text}` : `${text} ago`;
}

function oneUnit(size: number): string {
  if (size < MINUTE) return `${Math.floor(size / SECOND)} s`;
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min`;
  if (size < 2 * DAY) return `${Math.floor(size / HOUR)} h`;
  return `${Math.floor(size / DAY)} d`;
}

interface Unit {
  readonly unit: number;
  readonly name: string;
}

function pair(ms: number, large: Unit, small: Unit): string {
  const first = Math.floor(ms / large.unit);
  const second = Math.floor((ms % large.unit) / small.unit);
  return second === 0 ? `${first} ${large.name}` : `${first} ${large.name} ${second} ${small.name}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
