import { Suspense, useSyncExternalStore } from 'react';
import { isSignedOut, onSignedOutChange } from './sign-in-state.ts';
import { useCommands } from './commands.tsx';
import { lazyPart } from './lazy-part.tsx';
import { MissingSheet } from './MissingPart.tsx';

/** What comes over the page when it is asked for, and is loaded no sooner. */
const Palette = lazyPart(() => import('./Palette.tsx'), MissingSheet);
const ShortcutSheet = lazyPart(() => import('./ShortcutSheet.tsx'), MissingSheet);
const SignedOutSheet = lazyPart(() => import('./SignedOutSheet.tsx'), MissingSheet);

/** How often each has been asked for. */
const asked = { palette: 0, shortcuts: 0 };
const listeners = new Set<() => void>();

export function openPalette(): void {
  ask('palette');
}

function ask(sheet: keyof typeof asked): void {
  asked[sheet]++;
  for (const listener of listeners) listener();
}

export function Sheets(): React.JSX.Element {
  const palette = useSyncExternalStore(subscribe, () => asked.palette);
  const shortcuts = useSyncExternalStore(subscribe, () => asked.shortcuts);
  const signedOut = useSyncExternalStore(onSignedOutChange, isSignedOut);
  useCommands([
    {
      id: 'palette',
      label: 'Search or run a command',
      group: 'Page',
      keys: 'mod+k',
      run: openPalette,
    },
    {
      id: 'shortcuts',
      label: 'Show the shortcuts',
      group: 'Page',
      keys: '?',
      run: () => ask('shortcuts'),
    },
  ]);
  return (
    <Suspense>
      {palette > 0 ? <Palette key={palette} asked={palette} /> : null}
      {shortcuts > 0 ? <ShortcutSheet key={shortcuts} /> : null}
      {signedOut ? <SignedOutSheet /> : null}
    </Suspense>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
