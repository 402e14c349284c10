// Writes openapi.json from the built service; with --check, compares instead.
// Nothing is started: Nest's preview mode puts the modules together without making anything in them.
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../dist/src/app.module.js';
import { createAdapter, useGlobals } from '../dist/src/app.setup.js';
import { loadConfig } from '../dist/src/config/load-config.js';
import { buildOpenApiDocument, operationsOf } from '../dist/src/openapi.js';

const FILE = new URL('../openapi.json', import.meta.url);

/** Any valid configuration: the document is the same for all of them. */
const config = loadConfig({
  DATABASE_URL: 'postgresql://nobody@localhost/nothing',
  SESSION_SECRET: 'only for putting the modules together',
});

const app = await NestFactory.create(AppModule.forRoot(config), createAdapter(), {
  preview: true,
  abortOnError: false,
  logger: false,
});
useGlobals(app, () => Promise.resolve());
const document = buildOpenApiDocument(app);

const faults = [...emptySchemas(document), ...repeatedIds(document)];
if (faults.length > 0) {
  fail(faults.join('\n'));
}
const text = `${JSON.stringify(document, null, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (text !== readOrEmpty(FILE)) {
  fail('openapi.json is not what the code says. Run `npm run openapi` and look at the difference.');
}

/** Without the swagger plugin of nest-cli.json, schemas are empty and nothing else complains. */
function emptySchemas({ components }) {
  return Object.entries(components?.schemas ?? {})
    .filter(([, schema]) => schema.type === 'object' && isEmpty(schema.properties))
    .map(([name]) => `The schema ${name} has no properties: is its class in a *.dto.ts file?`);
}

function isEmpty(properties) {
  return Object.keys(properties ?? {}).length === 0;
}

/** Handlers' names become the names of functions in generated clients. */
function repeatedIds(contract) {
  const ids = operationsOf(contract).map(({ operation }) => operation.operationId);
  return ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map(
      (id) =>
        `Two handlers are named ${id}: rename one, or give it @ApiOperation({ operationId }).`,
    );
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') {
      return '';
    }
    throw error;
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
