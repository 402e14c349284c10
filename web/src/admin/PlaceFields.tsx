import {
  Fieldset,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { cssColor } from '../servers/server-colors.ts';
import type { FormPart } from './form-part.ts';
import { COLORS, FIELD_LABELS } from './server-labels.ts';

/** What a server is called, and where it is. */
export function PlaceFields({ values, onChange, errors }: FormPart): React.JSX.Element {
  return (
    <Fieldset legend="The server">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label={FIELD_LABELS.name}
          description="People see it; no two servers share one."
          required
          maxLength={100}
          value={values.name}
          error={errors.name}
          onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
        />
        <TextInput
          label={FIELD_LABELS.group}
          description="A heading in the list of servers."
          maxLength={100}
          value={values.group}
          error={errors.group}
          onChange={({ currentTarget }) => onChange({ group: currentTarget.value })}
        />
        <TextInput
          label={FIELD_LABELS.host}
          description="A DNS name or an IP address, as in the server's certificate."
          required
          maxLength={253}
          spellCheck={false}
          value={values.host}
          error={errors.host}
          onChange={({ currentTarget }) => onChange({ host: currentTarget.value })}
        />
        <Group grow align="start" gap="sm">
          <NumberInput
            label={FIELD_LABELS.port}
            description="From 1 to 65535."
            size="xs"
            required
            allowDecimal={false}
            allowNegative={false}
            hideControls
            value={values.port}
            error={errors.port}
            onChange={(port) => onChange({ port: typeof port === 'number' ? port : '' })}
          />
          <TextInput
            label={FIELD_LABELS.maintenanceDb}
            description="Opened when nobody names one."
            required
            spellCheck={false}
            value={values.maintenanceDb}
            error={errors.maintenanceDb}
            onChange={({ currentTarget }) => onChange({ maintenanceDb: currentTarget.value })}
          />
        </Group>
        <TagsInput
          label={FIELD_LABELS.labels}
          description="Short words such as PROD; Enter adds one. They decide nothing."
          size="xs"
          maxTags={10}
          value={[...values.labels]}
          error={errors.labels}
          onChange={(labels) => onChange({ labels })}
        />
        <Select
          label={FIELD_LABELS.color}
          description="By which people tell servers apart."
          placeholder="none"
          clearable
          data={[...COLORS]}
          value={values.color}
          error={errors.color}
          leftSection={<Swatch color={values.color} />}
          renderOption={({ option: { value } }) => (
            <Group gap="xs">
              <Swatch color={value} />
              {value}
            </Group>
          )}
          onChange={(color) =>
            onChange({ color: COLORS.find(({ value }) => value === color)?.value ?? null })
          }
        />
      </SimpleGrid>
      <Textarea
        label={FIELD_LABELS.comment}
        description="People see it in the list of servers."
        mt="sm"
        autosize
        minRows={2}
        maxLength={2000}
        value={values.comment}
        error={errors.comment}
        onChange={({ currentTarget }) => onChange({ comment: currentTarget.value })}
      />
    </Fieldset>
  );
}

function Swatch({ color }: { readonly color: string | null }): React.JSX.Element {
  return (
    <span
      aria-hidden
      style={{
        width: 12,
        height: 12,
        borderRadius: 3,
        display: 'inline-block',
        background: cssColor(color),
      }}
    />
  );
}
