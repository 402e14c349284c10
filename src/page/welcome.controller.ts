import { readFile } from 'node:fs/promises';
import { Controller, Get, Header, Inject, type OnModuleInit } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/request-identity.js';
import { errorCode } from '../common/error-code.js';
import { ConfigError } from '../config/config-error.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { definitionFormat } from '../config/definition-file.js';
import { WelcomeDto } from './welcome.dto.js';
import { NO_WELCOME, parseWelcomeFile } from './welcome-file.js';

/** The administrator's words for people who come here, read when the service starts. */
@ApiTags('welcome')
@Controller('welcome')
export class WelcomeController implements OnModuleInit {
  #welcome = NO_WELCOME;

  constructor(@Inject(APP_CONFIG) private readonly config: AppConfig) {}

  /** @throws ConfigError */
  async onModuleInit(): Promise<void> {
    const { welcomeFile } = this.config;
    if (welcomeFile === undefined) return;
    this.#welcome = parseWelcomeFile(await textOf(welcomeFile), definitionFormat(welcomeFile));
  }

  /** What the administrator says to people who come here, before they sign in and after. */
  @Public()
  @Get()
  @Header('Cache-Control', 'no-store')
  getWelcome(): WelcomeDto {
    return this.#welcome;
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new ConfigError([`WELCOME_FILE names a file that cannot be read (${code}).`], {
      cause: error,
    });
  }
}
