import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RunsOnRecord1795462199032 implements MigrationInterface {
  name = 'RunsOnRecord1795462199032';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            CREATE TABLE "open_act" (
                "intent_id" uuid NOT NULL,
                "request_id" uuid NOT NULL,
                "process_id" uuid NOT NULL,
                "started_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                "watched_until" TIMESTAMP WITH TIME ZONE NOT NULL,
                CONSTRAINT "PK_d8cf2a2a6a9ae9ffa8c7fc1ae8d" PRIMARY KEY ("intent_id")
            )
        `);
    // Acts that the versions before left without an outcome get one like all others. First of all, so
    // that nobody's intent waits for this look at the whole audit.
    await queryRunner.query(`
            INSERT INTO "open_act"
            SELECT intent."intent_id", intent."request_id", gen_random_uuid(), intent."at", now()
            FROM "audit_event" intent
            WHERE intent."phase" = 'intent'
                AND NOT EXISTS (
                    SELECT FROM "audit_event" outcome
                    WHERE outcome."intent_id" = intent."intent_id" AND outcome."phase" = 'outcome'
                )
            ON CONFLICT DO NOTHING
        `);
    await queryRunner.query(`
            CREATE TABLE "query_history" (
                "id" uuid NOT NULL,
                "issuer" text NOT NULL,
                "subject" text NOT NULL,
                "action" text NOT NULL,
                "execution_id" uuid NOT NULL,
                "server_id" text NOT NULL,
                "server_name" text NOT NULL,
                "database" text NOT NULL,
                "database_user" text,
                "database_session_id" text,
                "started_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL,
                "duration_ms" integer NOT NULL,
                "rows" bigint NOT NULL,
                "bytes" bigint NOT NULL,
                "statements" integer NOT NULL,
                "outcome" text NOT NULL,
                "code" text,
                "sqlstate" text,
                "error" text,
                "sql" text,
                "sql_cut" boolean NOT NULL,
                "sql_sha256" text,
                CONSTRAINT "PK_d14e08569f855cccc762004f7d1" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_aba55bbee293227e942c89f6a1" ON "query_history" ("started_at")
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_70aee0070702d44e1da554ff53" ON "query_history" ("issuer", "subject", "started_at", "id")
        `);
    await queryRunner.query(`
            CREATE TABLE "idempotency_key" (
                "issuer" text NOT NULL,
                "subject" text NOT NULL,
                "key_sha256" text NOT NULL,
                "fingerprint" text NOT NULL,
                "execution_id" uuid NOT NULL,
                "instance" text NOT NULL,
                "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                "outcome" text,
                "rows" bigint,
                "code" text,
                "sqlstate" text,
                CONSTRAINT "PK_403634fdd25cb9e55a1b5bbc125" PRIMARY KEY ("issuer", "subject", "key_sha256")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_40aab95c36e58255f7618768f0" ON "idempotency_key" ("expires_at")
        `);
    await queryRunner.query(`
            ALTER TABLE "audit_event"
            ADD "instance" text
        `);
    await queryRunner.query(`
            ALTER TABLE "audit_event"
            ADD "database_session_id" text
        `);
    await queryRunner.query(`
            ALTER TABLE "audit_event"
            ADD "statement_class" text
        `);
    await queryRunner.query(`
            ALTER TABLE "audit_event"
            ADD "bytes" bigint
        `);
    await queryRunner.query(`
            ALTER TABLE "audit_event"
            ADD "statements" integer
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            ALTER TABLE "audit_event" DROP COLUMN "statements"
        `);
    await queryRunner.query(`
            ALTER TABLE "audit_event" DROP COLUMN "bytes"
        `);
    await queryRunner.query(`
            ALTER TABLE "audit_event" DROP COLUMN "statement_class"
        `);
    await queryRunner.query(`
            ALTER TABLE "audit_event" DROP COLUMN "database_session_id"
        `);
    await queryRunner.query(`
            ALTER TABLE "audit_event" DROP COLUMN "instance"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_40aab95c36e58255f7618768f0"
        `);
    await queryRunner.query(`
            DROP TABLE "idempotency_key"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_70aee0070702d44e1da554ff53"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_aba55bbee293227e942c89f6a1"
        `);
    await queryRunner.query(`
            DROP TABLE "query_history"
        `);
    await queryRunner.query(`
            DROP TABLE "open_act"
        `);
  }
}
