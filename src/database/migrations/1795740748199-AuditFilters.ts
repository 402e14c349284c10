import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AuditFilters1795740748199 implements MigrationInterface {
  name = 'AuditFilters1795740748199';

  /** Takes some fifteen seconds for a million rows; what other instances would write waits for it. */
  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            CREATE INDEX "IDX_1a0af53af26104e167618026f4" ON "audit_event" ("action", "at", "id")
            WHERE "action" <> ALL (
                    ARRAY ['catalog'::text, 'connect'::text, 'copy'::text, 'inspect'::text, 'query'::text, 'session'::text]
                )
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_d10d6893726525a17001db6b1a" ON "audit_event" ("phase", "at", "id")
            WHERE "phase" <> ALL (ARRAY ['intent'::text, 'outcome'::text])
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_a2eeb783f813552f25aabfe862" ON "audit_event" ("code", "at", "id")
            WHERE "code" IS NOT NULL
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_f33bfab09ff5afe02edf890953" ON "audit_event" ("outcome", "at", "id")
            WHERE "outcome" <> 'ok'
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_bada67493c0bca6f8513f82e19" ON "audit_event" ("server_id", "at", "id")
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_97a60df71e2f66a780eaeab077" ON "audit_event" ("database_user", "at", "id")
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_b15475ab1be5fe77d612b920eb" ON "audit_event" ("username", "at", "id")
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_272b2ef67ef3cb513fb5bd86c3" ON "audit_event" ("subject", "at", "id")
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_5e17158fec0039930c5870f0e4" ON "audit_event" ("at", "id")
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_8b0cf8a255e4215403a4e29c8e" ON "audit_event" ("request_id")
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            DROP INDEX "public"."IDX_8b0cf8a255e4215403a4e29c8e"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_5e17158fec0039930c5870f0e4"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_272b2ef67ef3cb513fb5bd86c3"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_b15475ab1be5fe77d612b920eb"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_97a60df71e2f66a780eaeab077"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_bada67493c0bca6f8513f82e19"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_f33bfab09ff5afe02edf890953"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_a2eeb783f813552f25aabfe862"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_d10d6893726525a17001db6b1a"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_1a0af53af26104e167618026f4"
        `);
  }
}
