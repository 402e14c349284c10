import { Container } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { client } from '../client.ts';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';

/** `/s/$server`: its own database. */
export default function ServerPage(): React.JSX.Element | null {
  const { server = '' } = useParams({ strict: false });
  const { data, error, refetch } = useQuery({
    queryKey: ['getServer', server],
    queryFn: ({ signal }) => client.call('getServer', { path: { id: server }, signal }),
  });
  if (error !== null) {
    return (
      <Container size="sm" py="md">
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </Container>
    );
  }
  if (data === undefined) return null;
  return <Navigate to="/s/$server/$db" params={{ server, db: data.maintenanceDb }} replace />;
}
