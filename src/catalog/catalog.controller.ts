import { Controller, Get, Headers, Query, Res, UseGuards } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Caller } from '../audit/audit-caller.js';
import type { AuditCaller } from '../audit/audit.service.js';
import { ClientGone } from '../common/client-gone.js';
import type { DatabaseCaller } from '../connection/caller.js';
import { CurrentCaller, PassthroughGuard } from '../connection/passthrough.guard.js';
import { Catalog } from './catalog.service.js';
import { CompletionDto } from './completion.dto.js';
import { completion } from './completion.js';
import { CatalogDatabasesDto, CatalogExtensionsDto } from './databases.dto.js';
import { listDatabases, listExtensions } from './databases.js';
import { taggedJson } from './etag.js';
import {
  CatalogQueryDto,
  CompletionQueryDto,
  PageQueryDto,
  SearchQueryDto,
} from './requests.dto.js';
import { CatalogSchemasDto } from './schemas.dto.js';
import { listSchemas } from './schemas.js';
import { SearchAnswerDto } from './search.dto.js';
import { searchNames } from './search.js';
import { Problems } from '../common/problems.js';
import { LEASE_PROBLEMS } from '../connection/lease-problems.js';

const ID = { name: 'id', description: 'The server.', schema: { type: 'string' } };

/**
 * What there is in a server, as the caller: names are visible to everybody who may connect, as in
 * PostgreSQL, and each answer says what the caller may do with what it names.
 */
@ApiTags('catalog')
@ApiParam(ID)
@Problems(...LEASE_PROBLEMS)
@UseGuards(PassthroughGuard)
@Controller('servers')
export class CatalogController {
  constructor(private readonly catalog: Catalog) {}

  /** The databases of a server; looked up in its maintenance database. */
  @Get(':id/databases')
  listDatabases(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
  ): Promise<CatalogDatabasesDto> {
    return this.catalog.read({ caller, auditCaller, gone }, listDatabases);
  }

  /** The schemas of a database. */
  @Get(':id/catalog/schemas')
  listSchemas(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Query() query: PageQueryDto,
  ): Promise<CatalogSchemasDto> {
    const { database } = query;
    return this.catalog.read({ caller, auditCaller, gone, database }, (reader) =>
      listSchemas(reader, query),
    );
  }

  /** The extensions that are installed in a database. */
  @Get(':id/catalog/extensions')
  listExtensions(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Query() { database }: CatalogQueryDto,
  ): Promise<CatalogExtensionsDto> {
    return this.catalog.read({ caller, auditCaller, gone, database }, listExtensions);
  }

  /** Schemas, relations, columns, functions and types by a part of their names. */
  @Get(':id/catalog/search')
  searchCatalog(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Query() query: SearchQueryDto,
  ): Promise<SearchAnswerDto> {
    const { database } = query;
    return this.catalog.read({ caller, auditCaller, gone, database }, (reader) =>
      searchNames(reader, query),
    );
  }

  /**
   * What an editor proposes, in one document: relations with columns, and functions. Send its ETag as
   * If-None-Match to be told whether it has changed.
   */
  @Get(':id/catalog/completion')
  @Problems('object-not-found')
  @ApiHeader({ name: 'If-None-Match', description: 'The ETag of the document that is known.' })
  @ApiOkResponse({
    type: CompletionDto,
    headers: { ETag: { description: 'Names this document.', schema: { type: 'string' } } },
  })
  @ApiResponse({ status: 304, description: 'The document is the one that is known.' })
  async getCompletion(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Query() query: CompletionQueryDto,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const { database } = query;
    const document = await this.catalog.read({ caller, auditCaller, gone, database }, (reader) =>
      completion(reader, query),
    );
    return taggedJson(reply, ifNoneMatch, document);
  }
}
