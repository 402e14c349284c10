import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { APP_CONFIG, type AppConfig } from '../config/config.js';
import { ServersModule } from '../servers/servers.module.js';
import { Acts } from './acts.service.js';
import { BindingsController } from './bindings.controller.js';
import { ConnectionController } from './connection.controller.js';
import { ConnectionService } from './connection.service.js';
import { Gate } from './gate.js';
import { LiveWork } from './live-work.js';
import { PassthroughGuard } from './passthrough.guard.js';
import { ProxyCertificate } from './proxy-certificate.js';
import { Reachability } from './reachability.service.js';
import { RoleBinding } from './role-binding.entity.js';
import { RoleBindings } from './role-bindings.service.js';
import { StoredTls } from './stored-tls.js';

@Module({
  imports: [TypeOrmModule.forFeature([RoleBinding]), AuthModule, AuditModule, ServersModule],
  controllers: [ConnectionController, BindingsController],
  providers: [
    {
      provide: ProxyCertificate,
      useFactory: (config: AppConfig) => ProxyCertificate.load(config.passthrough),
      inject: [APP_CONFIG],
    },
    {
      provide: StoredTls,
      useFactory: (config: AppConfig) => StoredTls.load(config.passthrough),
      inject: [APP_CONFIG],
    },
    RoleBindings,
    Gate,
    LiveWork,
    PassthroughGuard,
    Reachability,
    ConnectionService,
    Acts,
  ],
  exports: [Acts, ConnectionService, Gate, LiveWork, PassthroughGuard],
})
export class ConnectionModule {}
