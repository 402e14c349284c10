import { Button, Container, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { tellOtherTabs } from '../app/sign-in-state.ts';

/** Where a sign-in in a window of its own ends: it tells the page that waits for it, and closes. */
export function SignedInPage(): React.JSX.Element {
  useEffect(() => {
    tellOtherTabs('signed-in');
    // A browser keeps a window open that it takes for one of yours; then the words below are read.
    const timer = setTimeout(() => window.close(), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Container component="main" size="xs" py="xl">
      <Stack gap="sm">
        <Title order={1} size="h3">
          You are signed in
        </Title>
        <Text>Your work goes on in the other window; this one can be closed.</Text>
        <Button w="fit-content" onClick={() => window.close()}>
          Close this window
        </Button>
      </Stack>
    </Container>
  );
}
