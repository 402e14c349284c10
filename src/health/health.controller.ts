import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/request-identity.js';
import { HealthDto } from './health.dto.js';
import { HealthService } from './health.service.js';
import { Problems } from '../common/problems.js';
import { AnyQuery } from '../common/query-parameters.js';

@ApiTags('health')
@Controller('health')
// Probes add what keeps caches away, and one that is refused takes the service down.
@AnyQuery()
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** The process runs and answers. Restart it when this fails. */
  @Public()
  @Get('live')
  getLiveness(): HealthDto {
    return { status: 'ok' };
  }

  /** The service can do its work. Send it no requests while this fails. */
  @Public()
  @Get('ready')
  @Problems('store-unavailable')
  async getReadiness(): Promise<HealthDto> {
    await this.health.assertReady();
    return { status: 'ok' };
  }
}
