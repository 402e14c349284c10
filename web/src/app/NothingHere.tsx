import { Anchor, Button, Code, Container, Group, Stack, Text, Title } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';

export function NothingHere(): React.JSX.Element {
  return (
    <Container component="main" size="sm" py="xl">
      <Title order={1} size="h3">
        There is no page at this address
      </Title>
      <Text mt="xs">
        The link may be from another version.{' '}
        <Anchor href="/" underline="always">
          Go to the servers.
        </Anchor>
      </Text>
    </Container>
  );
}

/** A mistake of the page itself. What was typed is kept in the browser's storage. */
export function CrashPage({ error }: ErrorComponentProps): React.JSX.Element {
  return (
    <Container component="main" size="sm" py="xl">
      <Stack gap="sm">
        <Title order={1} size="h3">
          This page has stopped working
        </Title>
        <Text>
          It is a mistake in pg-usher, not yours. Nothing was run because of it, and your editor
          tabs are kept.
        </Text>
        <Code block>{error instanceof Error ? error.message : 'It said nothing more.'}</Code>
        <Group>
          <Button onClick={() => location.reload()}>Load the page again</Button>
          <Button variant="default" component="a" href="/servers">
            Go to the servers
          </Button>
        </Group>
      </Stack>
    </Container>
  );
}
