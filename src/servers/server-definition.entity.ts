import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type { ServerDefinition, ServerDraft, SslMode } from './server-definition.js';

export const NAME_CONSTRAINT = 'server_definition_name_key';

/** The row of a {@link ServerDefinition}. Stays in this room. */
@Entity('server_definition')
// Deferrable, so that a file can swap the names of two servers in one transaction.
@Unique(NAME_CONSTRAINT, ['name'], { deferrable: 'INITIALLY IMMEDIATE' })
// What server-rules.ts says, once more where no code path can forget it.
@Check(
  'server_definition_passthrough_check',
  `not passthrough or (username is null and ssl_mode = 'verify-full')`,
)
@Check('server_definition_port_check', 'port between 1 and 65535')
export class ServerDefinitionRow {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('text', { name: 'group_name', nullable: true })
  group!: string | null;

  @Column('text')
  host!: string;

  @Column('integer')
  port!: number;

  @Column('text', { name: 'maintenance_db' })
  maintenanceDb!: string;

  @Column('text', { name: 'ssl_mode' })
  sslMode!: SslMode;

  @Column('boolean')
  passthrough!: boolean;

  @Column('text', { nullable: true })
  username!: string | null;

  @Column('text', { nullable: true })
  comment!: string | null;

  @Column('text', { name: 'visible_to', array: true })
  visibleTo!: string[];

  @Column('text', { name: 'managed_by' })
  managedBy!: 'api' | 'file';

  @Column('integer')
  revision!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}

/** A draft as columns; the list is copied, since rows are not read-only. */
export function columnsOf(draft: ServerDraft): Pick<ServerDefinitionRow, keyof ServerDraft> {
  const { name, group, host, port, maintenanceDb, sslMode, passthrough, username, comment } = draft;
  return {
    ...{ name, group, host, port, maintenanceDb, sslMode, passthrough, username, comment },
    visibleTo: [...draft.visibleTo],
  };
}

/** A row as the rest of the service sees it. */
export function toDefinition(row: ServerDefinition): ServerDefinition {
  return Object.freeze({ ...row, visibleTo: Object.freeze([...row.visibleTo]) });
}
