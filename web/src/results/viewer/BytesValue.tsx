import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo } from 'react';
import { hexLine, hexLineCount, readBytea } from './bytes.ts';
import { LineWindow } from './LineWindow.tsx';
import { saveFile } from './save-file.ts';
import css from './Viewer.module.css';

interface Props {
  readonly text: string;
  /** For the name of the file. */
  readonly name: string;
}

/** A bytea as a dump, and as a file. */
export function BytesValue({ text, name }: Props): React.JSX.Element {
  const bytes = useMemo(() => readBytea(text), [text]);
  return (
    <>
      <div className={css.options}>
        <Text size="xs">{bytes.length.toLocaleString('en')} bytes</Text>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={() => {
            saveFile(bytes, `${name}.bin`);
          }}
        >
          Save as file
        </Button>
      </div>
      <LineWindow
        label="Value as bytes"
        count={hexLineCount(bytes)}
        line={(index) => hexLine(bytes, index)}
      />
    </>
  );
}
