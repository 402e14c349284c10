import { Controller, Get, type INestApplication, Module } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { Public } from './auth/request-identity.js';
import { buildOpenApiDocument } from './openapi.js';

/** Serves the contract, which can only be made once the application is put together. */
@ApiExcludeController()
@Controller('api')
export class OpenApiController {
  #document: OpenAPIObject | undefined;

  @Public()
  @Get('openapi.json')
  getOpenApi(): OpenAPIObject | undefined {
    return this.#document;
  }

  publish(document: OpenAPIObject): void {
    this.#document = document;
  }
}

@Module({ controllers: [OpenApiController] })
export class OpenApiModule {}

/** Call after the global prefix is set. */
export function publishOpenApi(app: INestApplication): void {
  app.get(OpenApiController).publish(buildOpenApiDocument(app));
}
