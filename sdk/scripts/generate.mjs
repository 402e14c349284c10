// Writes the types of the contract, and where each operation is, from ../openapi.json; with --check,
// compares instead.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import prettier from 'prettier';

const CONTRACT = new URL('../../openapi.json', import.meta.url);
const FOLDER = new URL('../src/generated/', import.meta.url);
const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
const HEAD =
  '/* eslint-disable */\n// Generated from openapi.json by `npm run generate -w sdk`.\n\n';

// A field with a default may be left out of a request.
const OPTIONS = { silent: true, defaultNonNullable: false };

const contract = JSON.parse(readFileSync(CONTRACT, 'utf8'));
const files = {
  'contract.ts': await format(HEAD + astToString(await openapiTS(contract, OPTIONS))),
  'operations.ts': await format(HEAD + operationsFile(contract)),
};

const check = process.argv.includes('--check');
const stale = Object.entries(files).filter(([name, text]) => textOf(name) !== text);
if (!check) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of stale) writeFileSync(new URL(name, FOLDER), text);
} else if (stale.length > 0) {
  console.error(
    `sdk/src/generated (${stale.map(([name]) => name).join(', ')}) is not what openapi.json says. Run \`npm run generate -w sdk\`.`,
  );
  process.exit(1);
}

/** The generated map from an operation's id to its method and path. */
function operationsFile({ paths }) {
  const lines = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method] !== undefined).map(
      (method) => `  ${item[method].operationId}: ['${method.toUpperCase()}', '${path}'],`,
    ),
  );
  return `/** The method and the path of every operation. */\nexport const OPERATIONS = {\n${lines.join('\n')}\n} as const;\n`;
}

/** As `npm run format` would have it, so that both leave the file alone. */
async function format(text) {
  const options = await prettier.resolveConfig(fileURLToPath(CONTRACT));
  return prettier.format(text, { ...options, parser: 'typescript' });
}

function textOf(name) {
  try {
    return readFileSync(new URL(name, FOLDER), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
