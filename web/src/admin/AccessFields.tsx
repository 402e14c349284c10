import {
  Fieldset,
  MultiSelect,
  NumberInput,
  SimpleGrid,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../client.ts';
import type { FormPart } from './form-part.ts';
import { FIELD_LABELS, PROTECTIONS } from './server-labels.ts';

/** Who may see and use a server, and under what conditions. */
export function AccessFields({ values, onChange, errors }: FormPart): React.JSX.Element {
  const providers = useQuery({
    queryKey: ['listLoginProviders'],
    queryFn: ({ signal }) => client.call('listLoginProviders', { signal }),
    staleTime: 60_000,
  });
  const ids = (providers.data ?? []).filter(({ kind }) => kind === 'oidc').map(({ id }) => id);
  return (
    <Fieldset legend="Who may use it">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TagsInput
          label={FIELD_LABELS.visibleTo}
          description="Groups whose members see it; none means everybody."
          size="xs"
          value={[...values.visibleTo]}
          error={errors.visibleTo}
          onChange={(visibleTo) => onChange({ visibleTo })}
        />
        <TagsInput
          label={FIELD_LABELS.providers}
          description="Whose people may use it; none means those of all."
          size="xs"
          data={ids}
          value={[...values.providers]}
          error={errors.providers}
          onChange={(chosen) => onChange({ providers: chosen })}
        />
        <TextInput
          label={FIELD_LABELS.trustGroup}
          description="Servers of one trust group share whose each database user is."
          required
          maxLength={100}
          value={values.trustGroup}
          error={errors.trustGroup}
          onChange={({ currentTarget }) => onChange({ trustGroup: currentTarget.value })}
        />
        <MultiSelect
          label={FIELD_LABELS.allowProtected}
          description="Each one is a risk that somebody accepts; none is safest."
          size="xs"
          clearable
          data={[...PROTECTIONS]}
          value={[...values.allowProtected]}
          error={errors.allowProtected}
          onChange={(chosen) =>
            onChange({
              allowProtected: PROTECTIONS.map(({ value }) => value).filter((value) =>
                chosen.includes(value),
              ),
            })
          }
        />
        <NumberInput
          label={FIELD_LABELS.maxAgeSeconds}
          description="After that long people sign in again; empty for no limit. At most 30 days (2592000)."
          size="xs"
          allowDecimal={false}
          allowNegative={false}
          hideControls
          value={values.maxAgeSeconds}
          error={errors.maxAgeSeconds}
          onChange={(age) => onChange({ maxAgeSeconds: typeof age === 'number' ? age : '' })}
        />
        <TagsInput
          label={FIELD_LABELS.acrValues}
          description="The provider must have named one (acr); none means any."
          size="xs"
          value={[...values.acrValues]}
          error={errors.acrValues}
          onChange={(acrValues) => onChange({ acrValues })}
        />
      </SimpleGrid>
    </Fieldset>
  );
}
