import { Controller, Get, Module } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from './auth/request-identity.js';

const WELCOME = {
  name: 'pg-usher',
  signIn: '/api/v1/auth/login?returnTo=/api/v1/auth/me',
  whoAmI: '/api/v1/auth/me',
  servers: '/api/v1/servers',
  contract: '/api/openapi.json',
} as const;

/** What somebody finds who opens the bare address: where to go from here. */
@ApiExcludeController()
@Controller()
export class WelcomeController {
  @Public()
  @Get()
  welcome(): typeof WELCOME {
    return WELCOME;
  }
}

@Module({ controllers: [WelcomeController] })
export class WelcomeModule {}
