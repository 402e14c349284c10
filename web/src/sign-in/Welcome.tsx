import { Anchor, Card, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../client.ts';

/** The administrator's own words, where there are any. */
export function Welcome(): React.JSX.Element | null {
  const { data } = useQuery({
    queryKey: ['getWelcome'],
    queryFn: ({ signal }) => client.call('getWelcome', { signal }),
    staleTime: Infinity,
    retry: false,
  });
  if (data === undefined || (data.title === null && data.steps.length === 0)) return null;
  return (
    <Card component="section" withBorder padding="md" aria-label="Welcome">
      <Stack gap="sm">
        {data.title === null ? null : (
          <Title order={2} size="h4">
            {data.title}
          </Title>
        )}
        {data.text === null ? null : <Text size="sm">{data.text}</Text>}
        {data.steps.map((step) => (
          <Stack key={step.title} gap={2}>
            <Text size="sm" fw={600}>
              {step.title}
            </Text>
            <Text size="sm">{step.text}</Text>
            {step.href === undefined ? null : (
              <Anchor size="sm" href={step.href}>
                Open this link
              </Anchor>
            )}
          </Stack>
        ))}
      </Stack>
    </Card>
  );
}
