import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { personKey, useMe } from '../app/me.tsx';
import { WorkspaceView } from './WorkspaceView.tsx';
import { workspaceOf } from './workspaces.ts';

/** `/s/$server/$db`: the tree, the editor and the results of a database. */
export default function WorkspacePage(): React.JSX.Element {
  const { server = '', db = '' } = useParams({ strict: false });
  const person = personKey(useMe());
  const workspace = useMemo(
    () => workspaceOf({ person, serverId: server, database: db }),
    [person, server, db],
  );
  return (
    <WorkspaceView
      key={JSON.stringify([person, server, db])}
      workspace={workspace}
      serverId={server}
      database={db}
    />
  );
}
