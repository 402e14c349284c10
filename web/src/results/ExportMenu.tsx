import { Button, Menu } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommands } from '../app/commands.tsx';
import { notifyProblem } from '../problem/notify.ts';
import { createDownload, type ExportOptions, type ExportSource } from './export/downloads.ts';
import { exportWithNotice } from './export/export-notice.tsx';
import { ExportModal } from './export/ExportModal.tsx';

interface Props {
  readonly source: ExportSource;
  /** Without an extension. */
  readonly suggestedName: string;
}

type Format = ExportOptions['format'];

const FORMATS: readonly { readonly format: Format; readonly label: string }[] = [
  { format: 'csv', label: 'CSV' },
  { format: 'ndjson', label: 'NDJSON' },
  { format: 'json', label: 'JSON' },
];

/** Writes all rows of a statement into a file, from the service to the disk. */
export function ExportMenu({ source, suggestedName }: Props): React.JSX.Element {
  const [format, setFormat] = useState<Format>();
  useCommands(
    FORMATS.map((one) => ({
      id: `result.export.${one.format}`,
      label: `Export all rows as ${one.label}`,
      group: 'Result',
      run: () => {
        setFormat(one.format);
      },
    })),
  );
  const start = (options: ExportOptions): void => {
    setFormat(undefined);
    createDownload(source, options).then((download) => {
      exportWithNotice(download, `${options.filename}.${options.format}`);
    }, notifyProblem);
  };
  return (
    <>
      <Menu position="top-start">
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconFileExport size={14} aria-hidden />}
          >
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>All rows, the statement runs again</Menu.Label>
          {FORMATS.map((one) => (
            <Menu.Item
              key={one.format}
              aria-label={`Export all rows as ${one.label}`}
              onClick={() => {
                setFormat(one.format);
              }}
            >
              {one.label} …
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {format === undefined ? null : (
        <ExportModal
          source={source}
          suggestedName={suggestedName}
          format={format}
          onExport={start}
          onClose={() => {
            setFormat(undefined);
          }}
        />
      )}
    </>
  );
}
