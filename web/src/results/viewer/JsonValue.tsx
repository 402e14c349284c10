import { Button, Progress, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { startOf, visibleParts } from '../../text/visible-text.ts';
import { type JsonLines, type JsonToken, jsonTokens, unfolded } from './json-lines.ts';
import { LineWindow } from './LineWindow.tsx';
import { Parts } from './Parts.tsx';
import { TextValue } from './TextValue.tsx';
import { useJsonLines } from './use-json-lines.ts';
import css from './Viewer.module.css';

/** UTF-16 units that are formatted without being asked. */
const FORMATTED_BY_ITSELF = 1_000_000;
const LONGEST_SHOWN = 2000;

/** JSON in lines with its digits as they are; a large one is formatted when asked for. */
export function JsonValue({ text }: { readonly text: string }): React.JSX.Element {
  const [isAsked, setAsked] = useState(false);
  const isWanted = text.length <= FORMATTED_BY_ITSELF || isAsked;
  const { lines, share } = useJsonLines(text, isWanted);
  if (lines !== undefined) return <Formatted text={text} lines={lines} />;
  if (isWanted) return <Progress value={share * 100} m="sm" aria-label="Formatting JSON" />;
  return (
    <>
      <div className={css.options}>
        <Text size="xs">This JSON is large, so it is shown as it came.</Text>
        <Button
          size="compact-xs"
          variant="default"
          onClick={({ currentTarget }) => {
            // The button goes, and the focus with it, if it does not go first.
            currentTarget.closest('section')?.focus();
            setAsked(true);
          }}
        >
          Format
        </Button>
      </div>
      <TextValue text={text} />
    </>
  );
}

interface FormattedProps {
  readonly text: string;
  readonly lines: JsonLines;
}

function Formatted({ text, lines }: FormattedProps): React.JSX.Element {
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const shown = useMemo(() => unfolded(lines, folded), [lines, folded]);
  const toggle = (line: number): void => {
    const next = new Set(folded);
    if (!next.delete(line)) next.add(line);
    setFolded(next);
  };
  const piece = (line: number): string => text.slice(lines.starts[line], lines.ends[line]);
  return (
    <LineWindow
      label="Value as JSON"
      count={shown.length}
      line={(index) => {
        const line = shown[index] ?? 0;
        const closer = lines.closers.get(line);
        const isFolded = folded.has(line);
        return (
          <span style={{ paddingInlineStart: `${(lines.depths[line] ?? 0) * 2 + 2}ch` }}>
            {closer === undefined ? null : (
              <Fold
                isFolded={isFolded}
                line={line}
                toggle={() => {
                  toggle(line);
                }}
              />
            )}
            <Tokens piece={piece(line)} />
            {isFolded && closer !== undefined ? (
              <>
                <span className={css.sign}> … </span>
                <Tokens piece={piece(closer)} />
              </>
            ) : null}
          </span>
        );
      }}
    />
  );
}

interface FoldProps {
  readonly isFolded: boolean;
  readonly line: number;
  readonly toggle: () => void;
}

function Fold({ isFolded, line, toggle }: FoldProps): React.JSX.Element {
  return (
    <button
      type="button"
      className={css.fold}
      aria-expanded={!isFolded}
      aria-label={`${isFolded ? 'Unfold' : 'Fold'} line ${line + 1}`}
      onClick={toggle}
    >
      {isFolded ? <IconChevronRight size={12} /> : <IconChevronDown size={12} />}
    </button>
  );
}

const TOKEN_CLASSES: Readonly<Record<JsonToken['kind'], string | undefined>> = {
  key: css.key,
  string: css.string,
  number: css.digits,
  word: css.word,
  sign: undefined,
};

function Tokens({ piece }: { readonly piece: string }): React.JSX.Element {
  const start = startOf(piece, LONGEST_SHOWN);
  return (
    <>
      {jsonTokens(start).map(({ text, kind }, index) => (
        <span key={index} className={TOKEN_CLASSES[kind]}>
          <Parts parts={visibleParts(text)} />
        </span>
      ))}
      {start === piece ? null : <span className={css.sign}>… (all of it under Text)</span>}
    </>
  );
}
