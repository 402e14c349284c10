import { useBlocker } from '@tanstack/react-router';
import { QuestionDialog } from './Questions.tsx';
import type { Workspace } from './workspace.ts';

/** Asks before another screen hides an open transaction. The browser's own question is elsewhere. */
export function LeaveGuard({ workspace }: { readonly workspace: Workspace }): React.JSX.Element {
  const { proceed, reset, status } = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      current.pathname !== next.pathname &&
      workspace.runners.some(({ hasTransaction }) => hasTransaction),
    enableBeforeUnload: false,
    withResolver: true,
  });
  const isAsking = status === 'blocked';
  return (
    <QuestionDialog
      question={
        isAsking
          ? {
              title: 'A transaction is open here',
              text: 'It stays open, with its locks, until you come back to this database, or until it is rolled back because nothing runs in it.',
              yes: 'Leave it open',
              onYes: proceed,
            }
          : undefined
      }
      onClose={() => {
        reset?.();
      }}
    />
  );
}
