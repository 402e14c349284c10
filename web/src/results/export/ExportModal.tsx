import {
  Alert,
  Button,
  Checkbox,
  Group,
  Modal,
  NativeSelect,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { useFocusBack } from '../../app/use-focus-back.ts';
import type { ExportOptions, ExportSource } from './downloads.ts';
import { readingOf } from './plain-read.ts';

interface Props {
  readonly source: ExportSource;
  readonly suggestedName: string;
  readonly format: ExportOptions['format'];
  readonly onExport: (options: ExportOptions) => void;
  readonly onClose: () => void;
}

const FORMAT_NAMES = { csv: 'CSV', ndjson: 'NDJSON', json: 'JSON' } as const;

/** How the file is to be, and whether the statement may run again. */
export function ExportModal(props: Props): React.JSX.Element {
  const { source, suggestedName, format, onExport, onClose } = props;
  useFocusBack();
  const reading = readingOf(source.sql);
  const [isAgreed, setAgreed] = useState(false);
  const [options, setOptions] = useState<ExportOptions>({
    format,
    filename: suggestedName,
    header: true,
    delimiter: ',',
    bom: false,
    escapeFormulas: false,
  });
  const isReady = reading === 'plain-read' || (reading === 'may-change' && isAgreed);
  return (
    <Modal opened onClose={onClose} title={`Export all rows as ${FORMAT_NAMES[format]}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onExport(options);
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            The statement runs again, without a limit of rows, and what it answers goes into the
            file. That can be other rows than those you see.
          </Text>
          {format === 'json' ? (
            <Text size="sm">
              JSON is one object, and the service limits its size. NDJSON and CSV have no such
              limit.
            </Text>
          ) : null}
          <TextInput
            data-autofocus
            label="File name"
            value={options.filename}
            onChange={({ currentTarget: { value } }) => {
              setOptions({ ...options, filename: value });
            }}
          />
          {format === 'csv' ? <CsvFields options={options} onChange={setOptions} /> : null}
          {reading === 'plain-read' ? null : (
            <Warning reading={reading} isAgreed={isAgreed} onAgree={setAgreed} />
          )}
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" disabled={!isReady}>
              Export
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface CsvProps {
  readonly options: ExportOptions;
  readonly onChange: (options: ExportOptions) => void;
}

const DELIMITERS = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '|', label: 'Vertical bar' },
  { value: 'tab', label: 'Tab' },
] as const;

const CHECKS = [
  { key: 'header', label: 'Names of the columns in the first line' },
  { key: 'bom', label: 'Byte order mark, by which Excel knows UTF-8' },
  {
    key: 'escapeFormulas',
    label:
      'Safe for spreadsheets: an apostrophe before what looks like a formula (this changes the data)',
  },
] as const;

function CsvFields({ options, onChange }: CsvProps): React.JSX.Element {
  return (
    <>
      <NativeSelect
        label="Delimiter"
        data={[...DELIMITERS]}
        value={options.delimiter}
        onChange={({ currentTarget: { value } }) => {
          const delimiter = DELIMITERS.find((one) => one.value === value)?.value ?? ',';
          onChange({ ...options, delimiter });
        }}
      />
      {CHECKS.map(({ key, label }) => (
        <Checkbox
          key={key}
          size="xs"
          label={label}
          checked={options[key]}
          onChange={({ currentTarget: { checked } }) => {
            onChange({ ...options, [key]: checked });
          }}
        />
      ))}
    </>
  );
}

interface WarningProps {
  readonly reading: 'may-change' | 'several';
  readonly isAgreed: boolean;
  readonly onAgree: (isAgreed: boolean) => void;
}

function Warning({ reading, isAgreed, onAgree }: WarningProps): React.JSX.Element {
  if (reading === 'several') {
    return (
      <Alert color="yellow" title="These are several statements">
        A file holds the rows of one. Run the one you want by itself, and export its result.
      </Alert>
    );
  }
  return (
    <Alert color="yellow" title="This statement may change data">
      <Text size="sm" mb="xs">
        It does not look like a plain SELECT. To export, it runs once more, with all that it
        changes.
      </Text>
      <Checkbox
        size="xs"
        label="Run it once more"
        checked={isAgreed}
        onChange={(event) => {
          onAgree(event.currentTarget.checked);
        }}
      />
    </Alert>
  );
}
