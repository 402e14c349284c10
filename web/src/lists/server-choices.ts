import { useQuery } from '@tanstack/react-query';
import { serversQuery } from '../servers/servers-query.ts';

export interface ServerChoice {
  readonly value: string;
  readonly label: string;
}

/** Servers to choose from. One that is chosen and not known, any more, is a choice all the same. */
export function useServerChoices(chosen: string): readonly ServerChoice[] {
  const { data } = useQuery(serversQuery);
  const choices = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const known = chosen === '' || choices.some(({ value }) => value === chosen);
  return known
    ? choices
    : [...choices, { value: chosen, label: `a server that is not there (${chosen})` }];
}
