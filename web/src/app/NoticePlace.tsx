import { Alert, Button, Group } from '@mantine/core';
import { notifications, notificationsStore, useNotifications } from '@mantine/notifications';
import { Suspense, useEffect, useSyncExternalStore } from 'react';
import { lazyPart } from './lazy-part.tsx';
import type { Retry } from './MissingPart.tsx';
import { onBack } from './reachability.ts';

const Notices = lazyPart(() => import('./Notices.tsx'), PlainNotices);

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

/** The first notice may well be that the service is away, and with it the place of notices. */
function PlainNotices({ onRetry }: Retry): React.JSX.Element {
  const state = useNotifications();
  useEffect(() => onBack(onRetry), [onRetry]);
  return (
    <div className="over-page">
      {state.notifications.map(({ id = '', title, message, color = 'blue' }) => (
        <Alert key={id} role="alert" color={color} title={title} p="sm">
          <Group justify="space-between" align="end">
            {message}
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                notifications.hide(id);
              }}
            >
              Close
            </Button>
          </Group>
        </Alert>
      ))}
    </div>
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
