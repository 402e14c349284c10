import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { MomentField } from '../lists/MomentField.tsx';
import { SearchField } from '../lists/SearchField.tsx';
import { type ServerChoice, useServerChoices } from '../lists/server-choices.ts';
import { type AuditFilter, FILTERS, NO_FILTER, OUTCOMES, outcomeText } from './audit-filter.ts';

const ACTIONS = [
  'query',
  'copy',
  'connect',
  'session',
  'catalog',
  'inspect',
  'request',
  'server.create',
  'server.update',
  'server.remove',
  'binding.approve',
  'binding.release',
  'account.create',
  'account.create-admin',
  'account.disable',
  'account.enable',
  'account.promote',
  'account.demote',
  'account.reset-password',
  'account.change-password',
  'session.end',
  'session.end-all',
  'session.backchannel-logout',
];

interface Props {
  readonly filters: AuditFilter;
  readonly onChange: (change: Partial<AuditFilter>) => void;
  readonly searchRef: React.Ref<HTMLInputElement>;
}

/** What is asked of the audit: by whom, what, how it ended, when. */
export function AuditFilters({ filters, onChange, searchRef }: Props): React.JSX.Element {
  const servers = useServerChoices(filters.server);
  const { person, action, outcome, code, server, request, since, until } = filters;
  return (
    <Stack gap="xs" role="search" aria-label="Filter the audit">
      <Group align="end" gap="sm">
        <SearchField
          label="Person"
          placeholder="name, subject, database user"
          value={person}
          onChange={(text) => onChange({ person: text })}
          inputRef={searchRef}
        />
        <Choice
          label="Action"
          data={choices(ACTIONS, action)}
          value={action}
          onChange={(name) => onChange({ action: name })}
        />
        <Choice
          label="How it ended"
          data={OUTCOMES.map((value) => ({ value, label: outcomeText(value) }))}
          value={outcome}
          onChange={(name) => onChange({ outcome: name })}
        />
        <SearchField
          label="Code"
          placeholder="role-missing"
          width={150}
          maxLength={64}
          value={code}
          onChange={(text) => onChange({ code: text })}
        />
        <Choice
          label="Server"
          data={servers}
          value={server}
          onChange={(id) => onChange({ server: id })}
        />
      </Group>
      <Group align="end" gap="sm">
        <SearchField
          label="Execution or request"
          placeholder="its id"
          width={290}
          maxLength={64}
          value={request}
          onChange={(text) => onChange({ request: text })}
        />
        <MomentField
          label="From"
          end="from"
          value={since}
          onChange={(moment) => onChange({ since: moment })}
        />
        <MomentField
          label="To"
          end="to"
          value={until}
          onChange={(moment) => onChange({ until: moment })}
        />
        {FILTERS.some((name) => filters[name] !== '') ? (
          <Button variant="subtle" onClick={() => onChange(NO_FILTER)}>
            Show all
          </Button>
        ) : null}
      </Group>
      <OnePerson filters={filters} onChange={onChange} />
    </Stack>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly data: readonly (string | ServerChoice)[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ label, data, value, onChange }: ChoiceProps): React.JSX.Element {
  return (
    <Select
      label={label}
      placeholder="all"
      w={180}
      clearable
      searchable
      data={[...data]}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}

/** An identity is chosen at a row, or comes by a link: nobody types one. */
function OnePerson({
  filters: { issuer, subject },
  onChange,
}: Omit<Props, 'searchRef'>): React.JSX.Element | null {
  if (issuer === '' && subject === '') return null;
  return (
    <Group gap="xs">
      <Text size="sm">
        Only {subject === '' ? 'people' : subject} of {issuer === '' ? 'any issuer' : issuer}
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => onChange({ issuer: '', subject: '' })}
      >
        Everybody
      </Button>
    </Group>
  );
}

/** One that is in a link and not known here is a choice all the same. */
function choices(known: readonly string[], chosen: string): readonly string[] {
  return chosen === '' || known.includes(chosen) ? known : [...known, chosen];
}
