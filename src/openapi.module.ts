import { Controller, Get, type INestApplication, Module } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { Public } from './auth/request-identity.js';
import { AnyQuery } from './common/query-parameters.js';
import { buildOpenApiDocument } from './openapi.js';

/** Serves the contract, which can only be made once the application is put together. */
@ApiExcludeController()
@Controller('api')
// A file to whoever fetches it: what a generator adds to its address changes nothing.
@AnyQuery()
export class OpenApiController {
  #make: (() => OpenAPIObject) | undefined;
  #document: OpenAPIObject | undefined;

  /** Made for whoever asks first: most services are never asked, and it takes memory. */
  @Public()
  @Get('openapi.json')
  getOpenApi(): OpenAPIObject | undefined {
    this.#document ??= this.#make?.();
    return this.#document;
  }

  publish(make: () => OpenAPIObject): void {
    this.#make = make;
  }
}

@Module({ controllers: [OpenApiController] })
export class OpenApiModule {}

/** Call after the global prefix is set. */
export function publishOpenApi(app: INestApplication): void {
  app.get(OpenApiController).publish(() => buildOpenApiDocument(app));
}
