import type { OidcConfig } from './config.js';
import { DefinitionFile, type DefinitionFormat, isRecord, type Path } from './definition-file.js';
import { FieldChecker } from './field-checker.js';
import { PROVIDER_FIELDS, type ProviderField } from './provider-fields.js';
import { readProvider } from './provider-rules.js';

const NAME = 'OIDC_PROVIDERS_FILE';

interface ProvidersFile {
  readonly providers: readonly OidcConfig[];
  /** Sentences, each with the place in the file. */
  readonly mistakes: readonly string[];
}

/**
 * The providers of a file such as
 *
 *     providers:
 *       - id: corp
 *         name: Corporate login
 *         issuer: https://login.example/realms/main
 *         clientId: usher
 *         clientSecretFile: /run/secrets/corp
 *         usernameClaim: db_user
 *
 * Reads the files that it names.
 */
export function parseProvidersFile(text: string, format: DefinitionFormat): ProvidersFile {
  const file = new DefinitionFile(NAME, text, format);
  const list = file.list('providers');
  if (list === undefined) return { providers: [], mistakes: file.mistakes };
  if (list.length === 0) file.mistake(['providers'], 'the list has no provider.');
  const providers = list.map((value, index) => providerAt(file, value, ['providers', index]));
  file.duplicates(list, ['providers'], 'id', 'provider');
  // A principal is (issuer, subject): two providers of one issuer could not be told apart.
  file.duplicates(list, ['providers'], 'issuer', 'provider');
  refuseSecondIntrospection(file, list);
  return { providers: providers.filter((one) => one !== undefined), mistakes: file.mistakes };
}

function providerAt(file: DefinitionFile, value: unknown, path: Path): OidcConfig | undefined {
  if (!isRecord(value)) {
    file.mistake(path, 'a provider must be a set of fields such as id and issuer.');
    return undefined;
  }
  file.unknownKeys(value, path, PROVIDER_FIELDS);
  const label = (field: ProviderField): string => `providers[${path[1] ?? 0}].${field}`;
  const fields = new FieldChecker<ProviderField>(value, label);
  const provider = readProvider(fields);
  for (const { field, sentence } of fields.mistakes) file.mistake([...path, field], sentence);
  return provider;
}

/** An opaque token does not say whose it is, and none may be shown to another provider. */
function refuseSecondIntrospection(file: DefinitionFile, list: readonly unknown[]): void {
  const asking = list.flatMap((value, index) =>
    isRecord(value) && value['introspection'] === true ? [index] : [],
  );
  for (const index of asking.slice(1)) {
    file.mistake(
      ['providers', index, 'introspection'],
      `providers[${index}].introspection must be false: only one provider can be asked about tokens that do not say whose they are.`,
    );
  }
}
