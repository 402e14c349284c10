import 'reflect-metadata';
import { SCRUBBED_NAMES } from './config/scrub-environment.js';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { createAdapter, setUpApp } from './app.setup.js';
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
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config),
    createAdapter(config.http.trustedProxies),
    { bodyParser: false, abortOnError: false },
  );
  await setUpApp(app);
  await app.listen({ host: config.http.host, port: config.http.port });
  logger.log(`pg-usher listens on ${await app.getUrl()} for ${config.http.publicOrigin}`);
}

Logger.overrideLogger(new ConsoleLogger({ json: true, colors: false }));
try {
  await start();
} catch (error) {
  process.stderr.write(
    `pg-usher does not start.\n${error instanceof Error ? error.message : ''}\n`,
  );
  process.exit(1);
}
