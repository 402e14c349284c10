import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller } from '../audit/audit-caller.js';
import type { AuditCaller } from '../audit/audit.service.js';
import { ClientGone } from '../common/client-gone.js';
import type { DatabaseCaller } from '../connection/caller.js';
import { CurrentCaller, PassthroughGuard } from '../connection/passthrough.guard.js';
import { Catalog } from './catalog.service.js';
import { CatalogFunctionsDto, FunctionDescriptionDto } from './functions.dto.js';
import { describeFunction, listFunctions } from './functions.js';
import { RelationDescriptionDto } from './relation-description.dto.js';
import { describeRelation, describeRelationNamed } from './relation-description.js';
import { CatalogRelationsDto } from './relations.dto.js';
import { listRelations } from './relations.js';
import {
  CatalogQueryDto,
  FunctionsQueryDto,
  ObjectPathDto,
  PageQueryDto,
  RelationPathDto,
  RelationsQueryDto,
  SchemaPathDto,
} from './requests.dto.js';
import { CatalogTypesDto, TypeDescriptionDto } from './types.dto.js';
import { describeType, listTypes } from './types.js';
import { Problems } from '../common/problems.js';
import { LEASE_PROBLEMS } from '../connection/lease-problems.js';

/** What is in a schema, and everything about one object of it. */
@ApiTags('catalog')
@Problems(...LEASE_PROBLEMS, 'object-not-found')
@UseGuards(PassthroughGuard)
@Controller('servers')
export class ObjectsController {
  constructor(private readonly catalog: Catalog) {}

  /** Tables, views and sequences of a schema. */
  @Get(':id/catalog/schemas/:schema/relations')
  listRelations(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Param() { schema }: SchemaPathDto,
    @Query() query: RelationsQueryDto,
  ): Promise<CatalogRelationsDto> {
    const { database } = query;
    return this.catalog.read({ caller, auditCaller, gone, database }, (reader) =>
      listRelations(reader, schema, query),
    );
  }

  /** Everything about a table, view or sequence but its rows, by its name. */
  @Get(':id/catalog/schemas/:schema/relations/:relation')
  getRelationByName(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Param() { schema, relation }: RelationPathDto,
    @Query() { database }: CatalogQueryDto,
  ): Promise<RelationDescriptionDto> {
    return this.catalog.read({ caller, auditCaller, gone, database }, (reader) =>
      describeRelationNamed(reader, schema, relation),
    );
  }

  /** Everything about a table, view or sequence but its rows, by its oid. */
  @Get(':id/catalog/relations/:oid')
  getRelation(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Param() { oid }: ObjectPathDto,
    @Query() { database }: CatalogQueryDto,
  ): Promise<RelationDescriptionDto> {
    return this.catalog.read({ caller, auditCaller, gone, database }, (reader) =>
      describeRelation(reader, oid),
    );
  }

  /** Functions, procedures and aggregates of a schema. */
  @Get(':id/catalog/schemas/:schema/functions')
  listFunctions(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Param() { schema }: SchemaPathDto,
    @Query() query: FunctionsQueryDto,
  ): Promise<CatalogFunctionsDto> {
    const { database } = query;
    return this.catalog.read({ caller, auditCaller, gone, database }, (reader) =>
      listFunctions(reader, schema, query),
    );
  }

  /** One function with its definition. */
  @Get(':id/catalog/functions/:oid')
  getFunction(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Param() { oid }: ObjectPathDto,
    @Query() { database }: CatalogQueryDto,
  ): Promise<FunctionDescriptionDto> {
    return this.catalog.read({ caller, auditCaller, gone, database }, (reader) =>
      describeFunction(reader, oid),
    );
  }

  /** Types of a schema, but for arrays and the row types of relations. */
  @Get(':id/catalog/schemas/:schema/types')
  listTypes(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Param() { schema }: SchemaPathDto,
    @Query() query: PageQueryDto,
  ): Promise<CatalogTypesDto> {
    const { database } = query;
    return this.catalog.read({ caller, auditCaller, gone, database }, (reader) =>
      listTypes(reader, schema, query),
    );
  }

  /** One type: the labels of an enum, the columns of a composite type, the checks of a domain. */
  @Get(':id/catalog/types/:oid')
  getType(
    @CurrentCaller() caller: DatabaseCaller,
    @Caller() auditCaller: AuditCaller,
    @ClientGone() gone: AbortSignal,
    @Param() { oid }: ObjectPathDto,
    @Query() { database }: CatalogQueryDto,
  ): Promise<TypeDescriptionDto> {
    return this.catalog.read({ caller, auditCaller, gone, database }, (reader) =>
      describeType(reader, oid),
    );
  }
}
