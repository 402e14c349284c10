import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { ServersModule } from '../servers/servers.module.js';
import { ConnectionController } from './connection.controller.js';
import { ConnectionService } from './connection.service.js';
import { Gate } from './gate.js';
import { PassthroughGuard } from './passthrough.guard.js';
import { ProxyCertificate } from './proxy-certificate.js';
import { RoleBinding } from './role-binding.entity.js';
import { RoleBindings } from './role-bindings.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([RoleBinding]), AuditModule, ServersModule],
  controllers: [ConnectionController],
  providers: [
    {
      provide: ProxyCertificate,
      useFactory: (config: AppConfig) => ProxyCertificate.load(config.passthrough),
      inject: [APP_CONFIG],
    },
    RoleBindings,
    Gate,
    PassthroughGuard,
    ConnectionService,
  ],
  exports: [ConnectionService, Gate, PassthroughGuard],
})
export class ConnectionModule {}
