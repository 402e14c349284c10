import type { IdentityProvider } from './identity-provider.js';
import { type Person, person } from './people.js';

/**
 * Who a second provider knows. Its alice is somebody else than the first one's: another person at
 * another issuer, with the same name.
 */
export const PARTNER_PEOPLE: readonly Person[] = [
  { ...person('alice', 'Alicia Ames', ['partners']), sub: 'partner-0001' },
];

/** What `demo:token` puts behind a name for the second provider: `alice@partner`. */
export const PARTNER_SUFFIX = '@partner';

/** The text of OIDC_PROVIDERS_FILE for both; every JSON string is a YAML string, too. */
export function providersYaml(company: IdentityProvider, partner: IdentityProvider): string {
  return `# The identity providers of the demo; the first one is the company's own.
providers:
${entry('oidc', 'The company', company)}${entry('partner', 'A partner', partner)}`;
}

function entry(id: string, name: string, provider: IdentityProvider): string {
  return `  - id: ${id}
    name: ${JSON.stringify(name)}
    issuer: ${JSON.stringify(provider.issuer)}
    clientId: ${JSON.stringify(provider.clientId)}
    clientSecret: ${JSON.stringify(provider.clientSecret)}
    scopes: [openid, profile, email, groups]
    audience: ${JSON.stringify(provider.audience)}
    usernameClaim: db_user
    groupsClaim: groups
`;
}
