import { Badge, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Copy } from '../lists/Copy.tsx';
import { Part } from '../lists/Part.tsx';
import type { Body, Failure, Operation } from './contract.ts';
import { FieldTable } from './FieldTable.tsx';
import { Prose } from './Prose.tsx';
import { curlOf, sdkCallOf } from './sample-calls.ts';

/** One operation of the contract, whole. */
export function OperationView({ operation }: { readonly operation: Operation }): React.JSX.Element {
  const { method, path, summary, about, isPublic, parameters, bodies, answers } = operation;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, [operation.id]);
  return (
    <Stack component="article" gap="lg" aria-label={operation.id}>
      <Stack gap={4}>
        <Title order={2} size="h4" ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
          {summary}
        </Title>
        <Group gap="xs">
          <Code>
            {method} {path}
          </Code>
          <Badge color="gray">{operation.id}</Badge>
          <Badge color={isPublic ? 'gray' : 'blue'}>
            {isPublic ? 'needs no sign-in' : 'needs a sign-in or a token'}
          </Badge>
        </Group>
        {about === '' ? null : (
          <Text size="sm" maw="80ch">
            <Prose text={about} />
          </Text>
        )}
      </Stack>
      <Calls operation={operation} />
      {parameters.length === 0 ? null : (
        <Part order={3} title="Parameters">
          <FieldTable
            caption="Parameters"
            fields={parameters.map(({ place, ...field }) => ({ ...field, place }))}
          />
        </Part>
      )}
      {bodies.length === 0 ? null : (
        <Part order={3} title="What is sent">
          <FieldTable caption="What is sent" fields={operation.bodyFields} />
          <Examples bodies={bodies} />
        </Part>
      )}
      <Part order={3} title="What comes back">
        {answers.map((answer) => (
          <Text key={answer.status} size="sm">
            <Code>{answer.status}</Code> <Prose text={answer.about} />
          </Text>
        ))}
        <FieldTable caption="What comes back" fields={operation.answerFields} />
        <Examples bodies={operation.answerBodies} />
      </Part>
      <Failures failures={operation.failures} />
    </Stack>
  );
}

function Calls({ operation }: { readonly operation: Operation }): React.JSX.Element {
  const sdk = sdkCallOf(operation);
  return (
    <Part order={3} title="How to call it">
      <Sample label="curl" text={curlOf(operation)} />
      {sdk === undefined ? null : <Sample label="@pg-usher/sdk" text={sdk} />}
    </Part>
  );
}

function Sample({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <Copy text={text} label="Copy" />
      </Group>
      <Code block tabIndex={0} role="group" aria-label={label}>
        {text}
      </Code>
    </Stack>
  );
}

function Examples({ bodies }: { readonly bodies: readonly Body[] }): ReactNode {
  return bodies.map(({ mediaType, example }) =>
    example === undefined ? (
      <Text key={mediaType} size="sm" c="dimmed">
        {mediaType}
      </Text>
    ) : (
      <Sample
        key={mediaType}
        label={`${mediaType}, for example`}
        text={typeof example === 'string' ? example : JSON.stringify(example, null, 2)}
      />
    ),
  );
}

/** The codes are stable; programs go by them and not by the status alone. */
function Failures({ failures }: { readonly failures: readonly Failure[] }): ReactNode {
  if (failures.length === 0) return null;
  return (
    <Part order={3} title="How it can fail">
      <List size="sm" spacing={2} listStyleType="none">
        {failures.map(({ status, code, about }) => (
          <List.Item key={`${status} ${code}`}>
            {status} <Code>{code}</Code> {about}
          </List.Item>
        ))}
      </List>
    </Part>
  );
}
