import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { fieldOf, momentOf } from './form-times.ts';

interface Props {
  readonly label: string;
  /** Whether a span of time begins here, or ends. */
  readonly end: 'from' | 'to';
  /** As {@link momentOf} makes it; empty for none. */
  readonly value: string;
  /** Called a moment after the last key: a year has four digits. */
  readonly onChange: (moment: string) => void;
}

/** A local time to type or to choose, which stands for a moment. */
export function MomentField({ label, end, value, onChange }: Props): React.JSX.Element {
  const [text, setText] = useState(() => fieldOf(value, end));
  const told = useRef(value);
  const tell = useDebouncedCallback((next: string) => {
    told.current = momentOf(next, end);
    onChange(told.current);
  }, 300);
  useEffect(() => {
    // From elsewhere, a link or the way back, and not what this field has just said.
    if (value !== told.current) {
      told.current = value;
      setText(fieldOf(value, end));
    }
  }, [value, end]);
  return (
    <TextInput
      type="datetime-local"
      label={label}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        tell(currentTarget.value);
      }}
    />
  );
}
