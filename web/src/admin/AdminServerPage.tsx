import { Anchor, Button, Skeleton, Stack, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../client.ts';
import { Ask } from '../lists/Ask.tsx';
import { PageHead } from '../lists/PageHead.tsx';
import { When } from '../lists/When.tsx';
import { ProblemNotice } from '../problem/ProblemNotice.tsx';
import { notifyDone } from '../problem/notify.ts';
import type { Server } from '../servers/servers-query.ts';
import { Notice } from '../lists/Notice.tsx';
import { AdminLayout } from './AdminLayout.tsx';
import { HbaSnippet } from './HbaSnippet.tsx';
import { ManagedDefinition } from './ManagedDefinition.tsx';
import { type Saving, ServerForm } from './ServerForm.tsx';
import { createBody, NEW_SERVER, updateBody, valuesOf } from './server-values.ts';
import { TestAsMe } from './TestAsMe.tsx';

/** `/admin/servers/new`, and `/admin/servers/` with the id of one */
export default function AdminServerPage(): React.JSX.Element {
  const { id = 'new' } = useParams({ strict: false });
  return (
    <AdminLayout>
      <Stack gap="md">
        <Anchor size="sm" renderRoot={(props) => <Link to="/admin/servers" {...props} />}>
          All servers
        </Anchor>
        {id === 'new' ? <NewServer /> : <OneServer key={id} id={id} />}
      </Stack>
    </AdminLayout>
  );
}

function NewServer(): React.JSX.Element {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const create = async ({ values, password }: Saving): Promise<void> => {
    const { id, passthrough } = await client.call('createServer', {
      body: createBody(values, password),
    });
    await queries.invalidateQueries({ queryKey: ['listServers'] });
    notifyDone('The server is created.');
    await navigate({
      to: '/admin/servers/$id',
      params: { id },
      search: { created: passthrough ? 'passthrough' : 'yes' },
    });
  };
  return (
    <>
      <PageHead title="New server">
        People find it in their list as soon as it is created, if it is visible to them.
      </PageHead>
      <ServerForm
        server={undefined}
        start={NEW_SERVER}
        onSave={create}
        onReread={() => Promise.reject(new Error('There is nothing to read yet.'))}
        onDirty={() => undefined}
      />
    </>
  );
}

function OneServer({ id }: { readonly id: string }): React.JSX.Element {
  const query = useQuery({
    queryKey: ['getServer', id],
    queryFn: ({ signal }) => client.call('getServer', { path: { id }, signal }),
    // What somebody types must not be replaced under their hands, also when everything is asked for
    // again because they have signed in again; saving says what has changed.
    staleTime: ({ state: { data } }) => (data === undefined ? 0 : 'static'),
    gcTime: 0,
  });
  // A question in vain takes no form away in which somebody types.
  if (query.data === undefined) {
    return query.error === null ? (
      <Skeleton h={480} aria-label="Loading" />
    ) : (
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  return <Definition key={query.data.revision} server={query.data} />;
}

function Definition({ server }: { readonly server: Server }): React.JSX.Element {
  const { id, name, passthrough, managedBy, revision, updatedAt } = server;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const created = isCreated(useSearch({ strict: false }));
  const [dirty, setDirty] = useState(false);
  const [asked, setAsked] = useState(false);
  const save = async ({ before, values, password, revision: seen }: Saving): Promise<void> => {
    const saved = await client.call('updateServer', {
      path: { id },
      headers: { 'If-Match': etag(seen ?? revision) },
      body: updateBody(before, values, password),
    });
    notifyDone('Saved.');
    queries.setQueryData(['getServer', id], saved);
    await queries.invalidateQueries({ queryKey: ['listServers'] });
  };
  const remove = async (): Promise<void> => {
    const now = await client.call('getServer', { path: { id } });
    await client.call('removeServer', {
      path: { id },
      headers: { 'If-Match': etag(now.revision) },
    });
    await queries.invalidateQueries({ queryKey: ['listServers'] });
    notifyDone(`${name} is deleted.`);
    await navigate({ to: '/admin/servers' });
  };
  return (
    <>
      <PageHead
        title={name}
        actions={
          <>
            <Button
              variant="default"
              renderRoot={(props) => <Link to="/s/$server" params={{ server: id }} {...props} />}
            >
              Open it
            </Button>
            {managedBy === 'file' ? null : (
              <Button variant="default" color="red" onClick={() => setAsked(true)}>
                Delete
              </Button>
            )}
          </>
        }
      >
        Revision {revision}, changed <When at={updatedAt} />
      </PageHead>
      {created ? (
        <Notice color="teal" title="The server is created">
          {passthrough
            ? 'Next, tell PostgreSQL to let people in by the certificate: the lines are below. Then test it as yourself.'
            : 'Now test it as yourself.'}
        </Notice>
      ) : null}
      <TestAsMe id={id} dirty={dirty} />
      {created && passthrough ? <HbaSnippet /> : null}
      <Title order={2} size="h5">
        Definition
      </Title>
      {managedBy === 'file' ? (
        <ManagedDefinition server={server} />
      ) : (
        <ServerForm
          server={server}
          start={valuesOf(server)}
          onSave={save}
          onReread={() => client.call('getServer', { path: { id } })}
          onDirty={setDirty}
        />
      )}
      {!created && passthrough ? <HbaSnippet /> : null}
      {asked ? (
        <Ask
          title="Delete this server?"
          action="Delete it"
          typed={name}
          onClose={() => setAsked(false)}
          onConfirm={remove}
        >
          People no longer find it, and what runs on it ends. PostgreSQL itself is not touched. It
          cannot be undone.
        </Ask>
      ) : null}
    </>
  );
}

function isCreated(search: Readonly<Record<string, unknown>>): boolean {
  return search['created'] !== undefined;
}

/** RFC 9110, section 8.8.3; the service's revision in quotes. */
function etag(revision: number): string {
  return `"${revision}"`;
}
