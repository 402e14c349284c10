import { Check, Column, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import type {
  Protection,
  ServerColor,
  ServerDefinition,
  ServerDraft,
  SslMode,
} from './server-definition.js';

export const NAME_CONSTRAINT = 'server_definition_name_key';

/** The row of a {@link ServerDefinition}. Stays in this room. */
@Entity('server_definition')
// Deferrable, so that a file can swap the names of two servers in one transaction.
@Unique(NAME_CONSTRAINT, ['name'], { deferrable: 'INITIALLY IMMEDIATE' })
// What server-rules.ts says, once more where no code path can forget it.
@Check(
  'server_definition_passthrough_check',
  `not passthrough or (username is null and sealed_password is null and ssl_mode = 'verify-full')`,
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

  @Column('text', { array: true, default: [] })
  labels!: string[];

  @Column('text', { nullable: true })
  color!: ServerColor | null;

  @Column('text', { name: 'visible_to', array: true })
  visibleTo!: string[];

  @Column('text', { name: 'trust_group', default: 'default' })
  trustGroup!: string;

  @Column('text', { array: true, default: [] })
  providers!: string[];

  @Column('text', { name: 'allow_protected', array: true, default: [] })
  allowProtected!: Protection[];

  @Column('integer', { name: 'max_age_seconds', nullable: true })
  maxAgeSeconds!: number | null;

  @Column('text', { name: 'acr_values', array: true, default: [] })
  acrValues!: string[];

  /** See `sealed-password.ts`; of no use without CREDENTIALS_KEY, or in another row. */
  @Column('text', { name: 'sealed_password', nullable: true })
  sealedPassword!: string | null;

  @Column('text', { name: 'managed_by' })
  managedBy!: 'api' | 'file';

  @Column('integer')
  revision!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}

/** A draft as columns; lists are copied, since rows are not read-only. */
export function columnsOf(draft: ServerDraft): Pick<ServerDefinitionRow, keyof ServerDraft> {
  const { labels, visibleTo, providers, allowProtected, acrValues, ...plain } = draftOf(draft);
  return {
    ...plain,
    labels: [...labels],
    visibleTo: [...visibleTo],
    providers: [...providers],
    allowProtected: [...allowProtected],
    acrValues: [...acrValues],
  };
}

/** Only the fields of a draft, of whatever has them all. */
function draftOf(draft: ServerDraft): ServerDraft {
  const { name, group, host, port, maintenanceDb, sslMode, passthrough, username } = draft;
  const { comment, labels, color, visibleTo, trustGroup, providers, allowProtected } = draft;
  const { maxAgeSeconds, acrValues } = draft;
  return {
    ...{ name, group, host, port, maintenanceDb, sslMode, passthrough, username },
    ...{ comment, labels, color, visibleTo, trustGroup, providers, allowProtected },
    ...{ maxAgeSeconds, acrValues },
  };
}

/** A row as the rest of the service sees it: without the sealed password. */
export function toDefinition(row: ServerDefinitionRow): ServerDefinition {
  const { id, managedBy, revision, createdAt, updatedAt, sealedPassword } = row;
  const draft = columnsOf(row);
  for (const value of Object.values(draft)) Object.freeze(value);
  const hasPassword = sealedPassword !== null;
  return Object.freeze({ ...draft, id, hasPassword, managedBy, revision, createdAt, updatedAt });
}
