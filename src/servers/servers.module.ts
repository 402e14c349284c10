import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { ServerDefinitionRow } from './server-definition.entity.js';
import { ServersController } from './servers.controller.js';
import { ServersSeeder } from './servers-seeder.js';
import { ServersService } from './servers.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ServerDefinitionRow]), AuditModule],
  controllers: [ServersController],
  providers: [ServersService, ServersSeeder],
  exports: [ServersService],
})
export class ServersModule {}
