import { notificationsStore } from '@mantine/notifications';
import { lazy, Suspense, useSyncExternalStore } from 'react';

const Notices = lazy(() => import('./Notices.tsx'));

let needed = false;

/** Loads the place of notices with the first of them. */
export function NoticePlace(): React.JSX.Element | null {
  if (!useSyncExternalStore(subscribe, isNeeded)) return null;
  return (
    <Suspense>
      <Notices />
    </Suspense>
  );
}

/** Stays true, so that the last notice can leave as it should. */
function isNeeded(): boolean {
  needed ||= notificationsStore.getState().notifications.length > 0;
  return needed;
}

function subscribe(listener: () => void): () => void {
  return notificationsStore.subscribe(listener);
}
