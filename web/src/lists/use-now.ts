import { useInterval } from '@mantine/hooks';
import { useState } from 'react';

/** The time in milliseconds, renewed every so often (milliseconds). */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), every, { autoInvoke: true });
  return now;
}
