import { Module } from '@nestjs/common';
import { ConnectionModule } from '../connection/connection.module.js';
import { CatalogController } from './catalog.controller.js';
import { Catalog } from './catalog.service.js';
import { ObjectsController } from './objects.controller.js';

@Module({
  imports: [ConnectionModule],
  controllers: [CatalogController, ObjectsController],
  providers: [Catalog],
})
export class CatalogModule {}
