import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { ServersPage } from './ServersPage.tsx';
import { serversQuery } from './servers-query.ts';

/** `/`: who has one server only goes straight into it. */
export function HomePage(): React.JSX.Element {
  const { data } = useQuery(serversQuery);
  const only = data?.items.length === 1 ? data.items[0] : undefined;
  if (only === undefined) return <ServersPage />;
  return (
    <Navigate to="/s/$server/$db" params={{ server: only.id, db: only.maintenanceDb }} replace />
  );
}
