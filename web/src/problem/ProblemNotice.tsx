import { ProblemError } from '@pg-usher/sdk';
import {
  Alert,
  Anchor,
  Button,
  Code,
  Collapse,
  CopyButton,
  Group,
  Stack,
  Text,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { detailsOf, OWNER_WORDS, reportOf, wordsFor } from './words.ts';

interface Props {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** For narrow places: no details, no report. */
  readonly compact?: boolean;
}

/** What happened, why, who can fix it, and the line to paste. The service's own words. */
export function ProblemNotice({ error, onRetry, compact = false }: Props): React.JSX.Element {
  const { title, body } = wordsFor(error);
  const problem = error instanceof ProblemError ? error : undefined;
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={title}
      p={compact ? 'xs' : 'sm'}
    >
      <Stack gap={6}>
        <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {body}
        </Text>
        {problem?.hint === undefined ? null : <Text size="sm">Hint: {problem.hint}</Text>}
        {problem?.owner === undefined ? null : (
          <Text size="sm" fw={500}>
            {OWNER_WORDS[problem.owner]}
          </Text>
        )}
        {problem?.fix === undefined ? null : <Fix text={problem.fix} />}
        <Group gap="xs">
          {onRetry === undefined ? null : (
            <Button size="compact-xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
          {problem?.code === 'not-oauth' ? <OtherSignIn /> : null}
          {problem === undefined || compact ? null : <Details error={problem} />}
        </Group>
      </Stack>
    </Alert>
  );
}

/** To the providers, and back to here. */
function OtherSignIn(): React.JSX.Element {
  const returnTo = encodeURIComponent(location.pathname);
  return (
    <Button component="a" size="compact-xs" href={`/sign-in?password&returnTo=${returnTo}`}>
      Sign in with your provider
    </Button>
  );
}

function Fix({ text }: { readonly text: string }): React.JSX.Element {
  return (
    <Group gap="xs" align="start">
      <Code block style={{ flex: '1 1 12rem', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text}
      </Code>
      <CopyText text={text} label="Copy this line" />
    </Group>
  );
}

function Details({ error }: { readonly error: ProblemError }): React.JSX.Element {
  const [open, { toggle }] = useDisclosure(false);
  return (
    <Stack gap={6} flex={1}>
      <Group gap="xs">
        <Anchor component="button" type="button" size="sm" aria-expanded={open} onClick={toggle}>
          {open ? 'Hide details' : 'Details'}
        </Anchor>
        <CopyText text={reportOf(error)} label="Copy for my admin" />
      </Group>
      <Collapse expanded={open}>
        <dl style={{ margin: 0 }}>
          {detailsOf(error).map(([name, value]) => (
            <Group key={name} gap="xs" align="start" wrap="nowrap">
              <Text component="dt" size="xs" fw={600} w={110} style={{ flexShrink: 0 }}>
                {name}
              </Text>
              <Text component="dd" size="xs" m={0} style={{ overflowWrap: 'anywhere' }}>
                {value}
              </Text>
            </Group>
          ))}
        </dl>
      </Collapse>
    </Stack>
  );
}

function CopyText({
  text,
  label,
}: {
  readonly text: string;
  readonly label: string;
}): React.JSX.Element {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="default" onClick={copy}>
          {copied ? 'Copied' : label}
        </Button>
      )}
    </CopyButton>
  );
}
