import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

interface Props {
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  /** Called a moment after the last key. */
  readonly onChange: (value: string) => void;
  readonly width?: number;
  readonly maxLength?: number;
  readonly inputRef?: React.Ref<HTMLInputElement>;
}

export function SearchField({
  label,
  placeholder,
  value,
  onChange,
  width = 240,
  maxLength = 200,
  inputRef,
}: Props): React.JSX.Element {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const tell = useDebouncedCallback((next: string) => {
    told.current = next;
    onChange(next);
  }, 300);
  useEffect(() => {
    // From elsewhere, a link or the way back, and not what this field has just said.
    if (value !== told.current) {
      told.current = value;
      setText(value);
    }
  }, [value]);
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      w={width}
      maxLength={maxLength}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={text}
      ref={inputRef}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        tell(currentTarget.value);
      }}
    />
  );
}
