import {
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Query,
} from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../auth/principal.js';
import { CurrentPrincipal } from '../auth/request-identity.js';
import { readCursor } from '../common/time-cursor.js';
import {
  entryDto,
  ForgottenDto,
  HistoryEntryDto,
  HistoryPageDto,
  HistoryQueryDto,
} from './history.dto.js';
import { HistoryService } from './history.service.js';
import { Problems } from '../common/problems.js';

/** An id that cannot be one is nobody's. */
const ID = new ParseUUIDPipe({ errorHttpStatusCode: HttpStatus.NOT_FOUND });
const ID_PARAM = {
  name: 'id',
  description: 'The run.',
  schema: { type: 'string', format: 'uuid' },
} as const;

/** What one has run oneself. Nobody has a way to another's. */
@ApiTags('history')
@Controller('history')
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  /** One's own runs, the newest first. */
  @Get()
  async listHistory(
    @CurrentPrincipal() owner: Principal,
    @Query() query: HistoryQueryDto,
  ): Promise<HistoryPageDto> {
    const { search: text, serverId, outcome, limit = 50, before = '' } = query;
    const search = { text, serverId, outcome, limit, before: readCursor(before) };
    const { items, next } = await this.history.list(owner, search);
    return { items: items.map(entryDto), next };
  }

  /** One run with its text as far as it is kept. */
  @Get(':id')
  @Problems('not-found')
  @ApiParam(ID_PARAM)
  async getHistoryEntry(
    @CurrentPrincipal() owner: Principal,
    @Param('id', ID) id: string,
  ): Promise<HistoryEntryDto> {
    return entryDto(await this.history.read(owner, id));
  }

  /** Forgets one run. The audit has it still. */
  @Delete(':id')
  @Problems('not-found')
  @HttpCode(204)
  @ApiParam(ID_PARAM)
  forgetHistoryEntry(
    @CurrentPrincipal() owner: Principal,
    @Param('id', ID) id: string,
  ): Promise<void> {
    return this.history.forget(owner, id);
  }

  /** Forgets all of one's own runs. The audit has them still. */
  @Delete()
  async forgetHistory(@CurrentPrincipal() owner: Principal): Promise<ForgottenDto> {
    return { deleted: await this.history.forgetAll(owner) };
  }
}
