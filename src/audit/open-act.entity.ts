import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * An act whose outcome is still to come: made together with its intent, gone together with its
 * outcome. So the acts without an outcome are found without a look at the audit, however long that
 * is. The process that runs an act says again and again that it does.
 */
@Entity('open_act')
export class OpenActRow {
  @PrimaryColumn('uuid', { name: 'intent_id' })
  intentId!: string;

  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  /** The process that runs it; another one under the same name is another process. */
  @Column('uuid', { name: 'process_id' })
  processId!: string;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  /** Past this, nobody has said for too long that the act still runs. */
  @Column('timestamptz', { name: 'watched_until' })
  watchedUntil!: Date;
}
