import { Code } from '@mantine/core';
import type { ReactNode } from 'react';

/** A text of the contract, in which names and values stand between backticks. */
export function Prose({ text }: { readonly text: string }): ReactNode {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? <Code key={index}>{part}</Code> : part));
}
