import { Code, Text } from '@mantine/core';
import type { Me } from '../app/me.tsx';
import { When } from '../lists/When.tsx';
import { claimText, transformWords } from './claim-words.ts';
import { Facts } from './Facts.tsx';

/** The claims of the identity provider that were used, and what became of them. */
export function Claims({ me }: { readonly me: Me }): React.JSX.Element {
  const { usernameClaim, usernameClaimValue, usernameTransform, databaseUser, groupsClaim } = me;
  const { authTime, acr, groups } = me;
  return (
    <>
      <Facts
        label="Claims that were used"
        facts={[
          [
            'Database user',
            usernameClaim === null ? (
              ''
            ) : (
              <span key="user">
                <Code>{usernameClaim}</Code> is <Code>{claimText(usernameClaimValue)}</Code>,{' '}
                {transformWords(usernameTransform)}
                {databaseUser === null ? '; it gives no database user' : ''}
              </span>
            ),
          ],
          [
            'Groups',
            groupsClaim === null ? (
              ''
            ) : (
              <span key="groups">
                <Code>{groupsClaim}</Code>, with{' '}
                {groups.length === 1 ? '1 group' : `${groups.length} groups`}
              </span>
            ),
          ],
          [
            'Last proof',
            authTime === null ? 'the provider does not say when' : <When at={authTime} />,
          ],
          [
            'How thorough',
            acr === null ? 'the provider does not say' : <Code key="acr">{acr}</Code>,
          ],
        ]}
      />
      <Text size="sm" c="dimmed" maw="80ch">
        The first one alone decides as which role you come to PostgreSQL; issuer and subject decide
        whether that role is yours.
      </Text>
    </>
  );
}
