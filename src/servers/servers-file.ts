import { ConfigError } from '../config/config-error.js';
import {
  DefinitionFile,
  type DefinitionFormat,
  isRecord,
  type Path,
} from '../config/definition-file.js';
import type { ServerDraft } from './server-definition.js';
import { checkServer, SERVER_FIELDS } from './server-rules.js';

/** One server of the file; `id` where the file fixes it. */
export interface ServerFileEntry {
  readonly id: string | undefined;
  readonly draft: ServerDraft;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SUGGESTED_KEYS: readonly string[] = ['id', ...SERVER_FIELDS];

/**
 * The servers of a file such as
 *
 *     servers:
 *       - id: 7b1f6f0e-5c0a-4c56-9d0e-2f6b8a4c1d37   # optional, small letters
 *         name: orders-prod
 *         host: db1.example.internal
 *         passthrough: true
 *
 * with the fields, rules and defaults of the API. JSON has the same shape.
 *
 * @throws ConfigError with every mistake in the file and where it is
 */
export function parseServersFile(text: string, format: DefinitionFormat): ServerFileEntry[] {
  const file = new DefinitionFile('SERVERS_FILE', text, format);
  const servers = file.list('servers') ?? [];
  const entries = servers.map((value, index) => entryAt(file, value, ['servers', index]));
  file.duplicates(servers, ['servers'], 'name', 'server');
  file.duplicates(servers, ['servers'], 'id', 'server');
  if (file.mistakes.length > 0) throw new ConfigError(file.mistakes);
  return entries.filter((entry) => entry !== undefined);
}

function entryAt(file: DefinitionFile, value: unknown, path: Path): ServerFileEntry | undefined {
  if (!isRecord(value)) {
    file.mistake(path, 'a server must be a set of fields such as name and host.');
    return undefined;
  }
  file.unknownKeys(value, path, SUGGESTED_KEYS, ['password']);
  const id = value['id'];
  const { draft, mistakes } = checkServer(value);
  for (const { field, detail } of mistakes) {
    file.mistake([...path, field], detail);
  }
  if (typeof value['password'] === 'string' && draft?.passthrough === false) {
    file.mistake(
      [...path, 'password'],
      'no password stands in this file; a server that needs one is registered through the API.',
    );
  }
  if (id !== undefined && !isUuid(id)) {
    file.mistake([...path, 'id'], 'id must be a UUID in small letters, in quotes where needed.');
    return undefined;
  }
  return draft === undefined ? undefined : { id, draft };
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}
