import type { components } from '@pg-usher/sdk';
import { createContext, use } from 'react';

export type Me = components['schemas']['MeDto'];

const MeContext = createContext<Me | undefined>(undefined);

export const MeProvider = MeContext.Provider;

/** Who is signed in. Only below the layout, which knows. */
export function useMe(): Me {
  const me = use(MeContext);
  if (me === undefined) throw new Error('useMe is for what stands in the layout.');
  return me;
}

/** Names a person in this browser's storage. */
export function personKey({ authSource, issuer, subject }: Me): string {
  return JSON.stringify([authSource, issuer, subject]);
}
