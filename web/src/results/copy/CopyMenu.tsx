import { Button, Menu } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { type CellRange, cellCount } from '../grid/selection.ts';
import { cellsText } from './copy-cells.ts';
import { COPY_FORMATS, type CopyFormat } from './formats.ts';

interface Props {
  readonly range: CellRange;
  readonly rowCount: number;
  readonly onCopy: (what: 'selection' | 'all', format: CopyFormat) => void;
}

/** Copies what is selected, or all rows that are here. */
export function CopyMenu({ range, rowCount, onCopy }: Props): React.JSX.Element {
  return (
    <Menu position="top-start">
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconCopy size={14} aria-hidden />}
          disabled={rowCount === 0}
        >
          Copy
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Selection: {cellsText(cellCount(range))} (Ctrl or Cmd + C)</Menu.Label>
        <Formats name="selection" onCopy={onCopy} />
        <Menu.Divider />
        <Menu.Label>All {rowCount.toLocaleString('en')} rows that are here</Menu.Label>
        <Formats name="all" onCopy={onCopy} />
      </Menu.Dropdown>
    </Menu>
  );
}

interface FormatsProps {
  readonly name: 'selection' | 'all';
  readonly onCopy: Props['onCopy'];
}

function Formats({ name, onCopy }: FormatsProps): React.JSX.Element {
  return (
    <>
      {COPY_FORMATS.map(({ format, label }) => (
        <Menu.Item
          key={format}
          aria-label={`Copy ${name} as ${label}`}
          py={3}
          onClick={() => {
            onCopy(name, format);
          }}
        >
          {label}
        </Menu.Item>
      ))}
    </>
  );
}
