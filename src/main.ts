import 'reflect-metadata';
import { SCRUBBED_NAMES } from './config/scrub-environment.js';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { createAdapter, setUpApp } from './app.setup.js';
import { errorCode } from './common/error-code.js';
import type { AppConfig } from './config/config.js';
import { loadProcessConfig } from './config/process-config.js';

/** Starts the service; what keeps it from starting is said in sentences, and ends the process. */
async function start(): Promise<void> {
  const config = loadProcessConfig();
  const logger = new Logger('Start');
  if (SCRUBBED_NAMES.length > 0) {
    logger.warn(
      `Removed from the environment, so that they decide nothing: ${SCRUBBED_NAMES.join(', ')}`,
    );
  }
  for (const gap of gapsIn(config)) logger.warn(gap);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config),
    createAdapter(config.http.trustedProxies),
    { bodyParser: false, abortOnError: false },
  );
  await setUpApp(app);
  await app.listen({ host: config.http.host, port: config.http.port });
  logger.log(`pg-usher listens on ${await app.getUrl()} for ${config.http.publicOrigin}`);
}

/** What is legal and yet hardly meant: it is better to read it at the start than in an answer. */
function gapsIn(config: AppConfig): string[] {
  const { providers, passthrough } = config;
  const takesTokens = providers.some(({ audience }) => audience !== undefined);
  return [
    ...(providers.length === 0 ? ['No provider is set: nobody can sign in as themselves.'] : []),
    ...(providers.length > 0 && !takesTokens
      ? ['No provider has an audience: no access token is taken, only browsers can sign in.']
      : []),
    ...(passthrough === undefined
      ? ['OAUTH_PASSTHROUGH_SSL_CERT is not set: passthrough servers cannot be reached.']
      : []),
  ];
}

/** Nest logs with a stack what it then throws; what is thrown here is said below, once. */
class StartLogger extends ConsoleLogger {
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'ExceptionHandler') super.error(message, ...rest);
  }
}

function sentenceOf(error: unknown): string {
  if (errorCode(error) === 'EADDRINUSE') {
    return 'PORT is taken: another program listens there already.';
  }
  return error instanceof Error ? error.message : '';
}

Logger.overrideLogger(new StartLogger({ json: true, colors: false }));
try {
  await start();
} catch (error) {
  process.stderr.write(`pg-usher does not start.\n${sentenceOf(error)}\n`);
  process.exit(1);
}
