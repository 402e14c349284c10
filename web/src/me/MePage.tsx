import { Anchor, Badge, Code, Container, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type Me, useMe } from '../app/me.tsx';
import { PageHead } from '../lists/PageHead.tsx';
import { Notice } from '../lists/Notice.tsx';
import { Part } from '../lists/Part.tsx';
import { When } from '../lists/When.tsx';
import { ChangePassword } from './ChangePassword.tsx';
import { Claims } from './Claims.tsx';
import { Facts } from './Facts.tsx';
import { noDatabaseUser, sourceWords } from './me-words.ts';
import { WayPicture } from './WayPicture.tsx';

/** `/me`: who pg-usher takes the caller for, and why. */
export default function MePage(): React.JSX.Element {
  const me = useMe();
  return (
    <Container size="lg" py="md">
      <Stack gap="lg">
        <PageHead title="Who am I">
          {sourceWords(me.authSource, me.providerName ?? me.provider)}
        </PageHead>
        <Part title="Your database user">
          <DatabaseUser me={me} />
        </Part>
        <Part title="How you get to your data">
          <WayPicture me={me} />
          <Text size="sm" c="dimmed" maw="80ch">
            A server without passthrough is opened with the one account in its definition.
            PostgreSQL cannot tell you from the others there.
          </Text>
        </Part>
        <Part title="Your identity">
          <Identity me={me} />
        </Part>
        {me.usernameClaim === null ? null : (
          <Part title="The claims that were used">
            <Claims me={me} />
          </Part>
        )}
        <Part title="Where you are signed in">
          <Text size="sm">
            <Anchor underline="always" component={Link} to="/sessions">
              Your sessions and connections
            </Anchor>{' '}
            shows where you are signed in, what is open and what runs.
          </Text>
        </Part>
        {me.authSource === 'internal' ? (
          <Part title="Change your password">
            <ChangePassword username={me.username} />
          </Part>
        ) : null}
      </Stack>
    </Container>
  );
}

function DatabaseUser({ me }: { readonly me: Me }): React.JSX.Element {
  if (me.databaseUser !== null) {
    return (
      <Text size="sm">
        PostgreSQL sees you as <Code>{me.databaseUser}</Code> on every passthrough server: grants,
        row-level security, <Code>pg_stat_activity</Code> and the server's log have that name.
      </Text>
    );
  }
  const { title, body } = noDatabaseUser(me.databaseUserProblem);
  return (
    <Notice color="orange" title={title} maw={760}>
      {body}
    </Notice>
  );
}

function Identity({ me }: { readonly me: Me }): React.JSX.Element {
  return (
    <>
      <Facts
        label="Your identity"
        facts={[
          ['Name', me.username],
          ['Identity provider', providerText(me)],
          ['Issuer', <Code key="issuer">{me.issuer}</Code>],
          ['Subject', <Code key="subject">{me.subject}</Code>],
          ['Groups', me.groups.length === 0 ? '' : <Names names={me.groups} />],
          [
            'Session ends',
            me.sessionEndsAt === null ? (
              'each request is vouched for anew'
            ) : (
              <span key="end">
                <When at={me.sessionEndsAt} /> at the latest, sooner when nothing happens
              </span>
            ),
          ],
          ['Role in pg-usher', me.isAdmin ? 'administrator' : 'none: you are a user'],
        ]}
      />
      <Text size="sm" c="dimmed" maw="80ch">
        Issuer and subject together are who you are; the name is for people to read.
        {me.isAdmin ? ' An administrator of pg-usher has no more rights in any database.' : ''}
      </Text>
    </>
  );
}

/** Its name for people, and its id where that is another word. */
function providerText({ provider, providerName }: Me): string | undefined {
  if (provider === null) return undefined;
  return providerName === null || providerName === provider
    ? provider
    : `${providerName} (${provider})`;
}

function Names({ names }: { readonly names: readonly string[] }): React.JSX.Element {
  return (
    <Group gap={4}>
      {names.map((name) => (
        <Badge key={name} color="gray">
          {name}
        </Badge>
      ))}
    </Group>
  );
}
