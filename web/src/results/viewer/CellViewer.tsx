import { ActionIcon, Group, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconCopy, IconX } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { writeClipboard } from '../copy/clipboard.ts';
import { notifyDone, notifyProblem } from '../../problem/notify.ts';
import type { ResultColumn } from '../result-data.ts';
import { typeKind } from '../types/type-name.ts';
import { startOf, visibleText } from '../../text/visible-text.ts';
import { BytesValue } from './BytesValue.tsx';
import { JsonValue } from './JsonValue.tsx';
import { lengthsOf } from './text-lines.ts';
import { TextValue } from './TextValue.tsx';
import css from './Viewer.module.css';

interface Props {
  readonly column: ResultColumn;
  readonly typeName: string;
  /** From 0. */
  readonly row: number;
  readonly value: string | null;
  readonly onClose: () => void;
}

type Form = 'JSON' | 'Bytes' | 'Text';

/** One value, whole. */
export function CellViewer({ column, typeName, row, value, onClose }: Props): React.JSX.Element {
  const panel = useRef<HTMLElement>(null);
  const forms = useMemo(() => formsOf(column, value), [column, value]);
  const [chosen, setChosen] = useState<Form>();
  const form = forms.find((one) => one === chosen) ?? forms[0] ?? 'Text';
  const name = visibleText(startOf(column.name, 100));
  useEffect(() => {
    panel.current?.focus();
  }, []);
  return (
    <section
      ref={panel}
      className={css.viewer}
      tabIndex={-1}
      aria-label={`Cell: ${name}, row ${row + 1}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <Group gap={6} px="xs" py={4} wrap="nowrap" className={css.title}>
        <Text size="sm" fw={600} truncate>
          {name}
        </Text>
        <Text size="xs" className={css.about}>
          {typeName}, row {(row + 1).toLocaleString('en')}
        </Text>
        <ViewerActions value={value} onClose={onClose} />
      </Group>
      {value === null || value === '' ? (
        <Text p="sm" size="sm">
          {value === null ? 'NULL: there is no value.' : 'An empty text.'}
        </Text>
      ) : (
        <>
          <Group gap="xs" px="xs" py={4}>
            {forms.length < 2 ? null : (
              <SegmentedControl
                size="xs"
                aria-label="Show value as"
                data={[...forms]}
                value={form}
                onChange={setChosen}
              />
            )}
            <Lengths value={value} />
          </Group>
          <Value key={`${row} ${column.name}`} form={form} value={value} name={column.name} />
        </>
      )}
    </section>
  );
}

interface ActionsProps {
  readonly value: string | null;
  readonly onClose: () => void;
}

function ViewerActions({ value, onClose }: ActionsProps): React.JSX.Element {
  const copy = (): void => {
    writeClipboard(value ?? '').then(() => {
      notifyDone('Copied the value.');
    }, notifyProblem);
  };
  return (
    <>
      <Tooltip label="Copy value">
        <ActionIcon aria-label="Copy value" color="gray" onClick={copy}>
          <IconCopy size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Close (Esc)">
        <ActionIcon aria-label="Close cell" color="gray" onClick={onClose}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

function Lengths({ value }: { readonly value: string }): React.JSX.Element {
  const { characters, bytes } = useMemo(() => lengthsOf(value), [value]);
  return (
    <Text size="xs">
      {characters.toLocaleString('en')} characters, {bytes.toLocaleString('en')} bytes as text
    </Text>
  );
}

interface ValueProps {
  readonly form: Form;
  readonly value: string;
  readonly name: string;
}

function Value({ form, value, name }: ValueProps): React.JSX.Element {
  if (form === 'JSON') return <JsonValue text={value} />;
  if (form === 'Bytes') return <BytesValue text={value} name={name} />;
  return <TextValue text={value} />;
}

/** The best one first. */
function formsOf({ typeOid }: ResultColumn, value: string | null): readonly Form[] {
  const kind = typeKind(typeOid);
  if (kind === 'bytes') return ['Bytes', 'Text'];
  if (kind === 'json') return ['JSON', 'Text'];
  return kind === 'text' && value !== null && looksLikeJson(value) ? ['Text', 'JSON'] : ['Text'];
}

function looksLikeJson(value: string): boolean {
  const ends = `${value.slice(0, 20).trimStart().charAt(0)}${value.slice(-20).trimEnd().slice(-1)}`;
  return ends === '{}' || ends === '[]';
}
