import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { PasswordSeal } from './sealed-password.js';
import { ServerDefinitionRow } from './server-definition.entity.js';
import { ServersController } from './servers.controller.js';
import { ServersSeeder } from './servers-seeder.js';
import { ServersService } from './servers.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([ServerDefinitionRow]), AuditModule],
  controllers: [ServersController],
  providers: [PasswordSeal, ServersService, ServersSeeder],
  exports: [ServersService],
})
export class ServersModule {}
