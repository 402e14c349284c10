import { Alert, Button, Container, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { isProxyAnswer, noteReached, onBack } from './reachability.ts';

export interface Retry {
  readonly onRetry: () => void;
}

/** In the place of a part of the page that did not come. */
export function MissingPart({
  onRetry,
  onClose,
}: Retry & { readonly onClose?: () => void }): React.JSX.Element {
  const isOutdated = useIsOutdated();
  // What would come over the page comes when somebody asks for it.
  useEffect(() => (onClose === undefined ? onBack(onRetry) : undefined), [onClose, onRetry]);
  return (
    <Alert
      role="alert"
      color="yellow"
      p="sm"
      title={isOutdated ? 'pg-usher has been updated' : 'This part of the page did not come'}
    >
      <Stack gap={6}>
        <Text size="sm">
          {isOutdated
            ? 'The page that is open here is from before, and this part of it is gone. Load the page again: your editor tabs are kept. A transaction that is open would be rolled back, so end it first.'
            : 'pg-usher cannot be reached at the moment. The rest of the page stays as it is.'}
        </Text>
        <Group gap="xs">
          {isOutdated ? (
            <Button size="compact-xs" onClick={() => location.reload()}>
              Load the page again
            </Button>
          ) : null}
          <Button size="compact-xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
          {onClose === undefined ? null : (
            <Button size="compact-xs" variant="default" onClick={onClose}>
              Close
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

/** In the place of what would have come over the page. */
export function MissingSheet(
  props: Retry & { readonly onClose?: () => void },
): React.JSX.Element | null {
  const [isClosed, setClosed] = useState(false);
  if (isClosed) return null;
  const close = (): void => {
    setClosed(true);
    props.onClose?.();
  };
  return (
    <div className="over-page" data-top>
      <MissingPart onRetry={props.onRetry} onClose={close} />
    </div>
  );
}

/** In the place of a whole screen. */
export function MissingPage({ onRetry }: Retry): React.JSX.Element {
  return (
    <Container size="sm" py="xl">
      <MissingPart onRetry={onRetry} />
    </Container>
  );
}

/** Whether the service is there all the same. Undefined until that is known. */
function useIsOutdated(): boolean | undefined {
  const [isOutdated, setOutdated] = useState<boolean>();
  useEffect(() => {
    const ask = async (): Promise<void> => {
      const isReached = await fetch('/icon.svg', { cache: 'no-store' }).then(
        (response) => !isProxyAnswer(response),
        () => false,
      );
      setOutdated(isReached);
      noteReached(isReached);
    };
    void ask();
    return onBack(() => void ask());
  }, []);
  return isOutdated;
}
