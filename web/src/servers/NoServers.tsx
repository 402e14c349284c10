import { Anchor, Card, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';

/** Says what an empty list means and who can change it. */
export function NoServers({ isAdmin }: { readonly isAdmin: boolean }): React.JSX.Element {
  return (
    <Card withBorder>
      <Text fw={600}>There are no servers here for you</Text>
      {isAdmin ? (
        <Text size="sm">
          <Anchor component={Link} to="/admin/servers">
            Register the first one
          </Anchor>{' '}
          with a postgres:// address, or in SERVERS_FILE.
        </Text>
      ) : (
        <Text size="sm">
          An administrator of pg-usher registers servers, and says which groups see them.
        </Text>
      )}
    </Card>
  );
}
