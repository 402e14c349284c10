import { Group, NativeSelect, Switch } from '@mantine/core';
import type { Draft } from '../drafts/draft.ts';

interface Props extends Pick<Draft, 'mode' | 'isReadOnly'> {
  /** What has begun stays as it began. */
  readonly hasTransaction: boolean;
  readonly onMode: (mode: Draft['mode']) => void;
  readonly onReadOnly: (isReadOnly: boolean) => void;
}

const SEAT_BELT =
  'PostgreSQL refuses what would change data, until you switch this off (default_transaction_read_only). A statement can ask for READ WRITE: it keeps you from slips, and is no permission.';
const IN_TRANSACTION = 'The transaction that is open stays as it began. Commit or roll back first.';

/** How the statements of an editor tab run. */
export function TabModes(props: Props): React.JSX.Element {
  const { mode, isReadOnly, hasTransaction, onMode, onReadOnly } = props;
  return (
    <Group gap="xs" wrap="nowrap" mx={6} my="auto">
      <Switch
        size="xs"
        label="Read-only"
        labelPosition="left"
        title={hasTransaction ? IN_TRANSACTION : SEAT_BELT}
        styles={{ label: { whiteSpace: 'nowrap' } }}
        checked={isReadOnly}
        disabled={hasTransaction}
        onChange={({ currentTarget: { checked } }) => {
          onReadOnly(checked);
        }}
      />
      <NativeSelect
        aria-label="Transaction mode of this tab"
        value={mode}
        data={[
          { value: 'auto', label: 'Auto-commit' },
          { value: 'manual', label: 'Manual commit' },
        ]}
        onChange={({ currentTarget: { value } }) => {
          onMode(value === 'manual' ? 'manual' : 'auto');
        }}
      />
    </Group>
  );
}
