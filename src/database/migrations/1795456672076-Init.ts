import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Init1795456672076 implements MigrationInterface {
  name = 'Init1795456672076';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            CREATE TABLE "audit_event" (
                "id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
                "at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                "phase" text NOT NULL,
                "action" text NOT NULL,
                "intent_id" uuid,
                "request_id" uuid NOT NULL,
                "remote_address" text,
                "auth_source" text,
                "issuer" text,
                "subject" text,
                "username" text,
                "database_user" text,
                "server_id" text,
                "server_revision" integer,
                "database" text,
                "target" text,
                "session_user" text,
                "current_user" text,
                "backend_pid" integer,
                "sql_sha256" text,
                "sql_bytes" integer,
                "outcome" text,
                "code" text,
                "sqlstate" text,
                "rows" bigint,
                "duration_ms" integer,
                CONSTRAINT "PK_481efbe8b0a403efe3f47a6528f" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_bf4b8879f7e68d6b46669f2c77" ON "audit_event" ("intent_id")
        `);
    await queryRunner.query(`
            CREATE TABLE "local_account" (
                "id" uuid NOT NULL DEFAULT gen_random_uuid(),
                "username" text NOT NULL,
                "password_hash" text NOT NULL,
                "is_admin" boolean NOT NULL DEFAULT false,
                "disabled" boolean NOT NULL DEFAULT false,
                "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                CONSTRAINT "UQ_27b3cfc1561ff6abd963c13c23c" UNIQUE ("username"),
                CONSTRAINT "PK_da67e8aab56e0150381638957f7" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "login_flow" (
                "state_key" text NOT NULL,
                "browser_key" text NOT NULL,
                "provider" text NOT NULL,
                "nonce" text NOT NULL,
                "verifier" text NOT NULL,
                "return_to" text NOT NULL,
                "max_age" integer,
                "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                CONSTRAINT "PK_06b6825a910f443f32449d4dec4" PRIMARY KEY ("state_key")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_747dd8d910a7104cdaa1638ce8" ON "login_flow" ("browser_key")
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_76ca1a15ebd290cebc06459ac5" ON "login_flow" ("expires_at")
        `);
    await queryRunner.query(`
            CREATE TABLE "password_attempt" (
                "key" text NOT NULL,
                "failed_count" integer NOT NULL,
                "locked_until" TIMESTAMP WITH TIME ZONE,
                "last_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                CONSTRAINT "PK_1b0d4b3f15b48796fcf7b128a4d" PRIMARY KEY ("key")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_93760dcf2ab9ebe6418d3f40cc" ON "password_attempt" ("last_at")
        `);
    await queryRunner.query(`
            CREATE TABLE "session" (
                "key" text NOT NULL,
                "public_id" uuid NOT NULL,
                "principal" text NOT NULL,
                "seal" text NOT NULL,
                "auth_source" text NOT NULL,
                "issuer" text NOT NULL,
                "subject" text NOT NULL,
                "sid" text,
                "remote_address" text,
                "user_agent" text,
                "tokens" text,
                "refresh_at" TIMESTAMP WITH TIME ZONE,
                "created_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                "last_seen_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                CONSTRAINT "PK_07206149f979a0c6cb8b20c9833" PRIMARY KEY ("key")
            )
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "IDX_9aae0f4c9ea25a1e21957139d1" ON "session" ("public_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_7575923e18b495ed2307ae629a" ON "session" ("sid")
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_7d988ff7fcc96a0d769f9da4dc" ON "session" ("refresh_at")
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_2223e981900a413ce4ce6386f9" ON "session" ("expires_at")
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_c9932861e91473dcd73dc9c54f" ON "session" ("issuer", "subject")
        `);
    await queryRunner.query(`
            CREATE TABLE "used_logout_token" (
                "key" text NOT NULL,
                "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL,
                CONSTRAINT "PK_1dfe74ecea8503135882521f2b1" PRIMARY KEY ("key")
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_a2fdc3d36936a413c42f13b0d0" ON "used_logout_token" ("expires_at")
        `);
    await queryRunner.query(`
            CREATE TABLE "role_binding" (
                "id" uuid NOT NULL DEFAULT gen_random_uuid(),
                "trust_group" text NOT NULL,
                "database_user" text NOT NULL,
                "issuer" text NOT NULL,
                "subject" text NOT NULL,
                "origin" text NOT NULL,
                "bound_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                CONSTRAINT "role_binding_key" UNIQUE ("trust_group", "database_user"),
                CONSTRAINT "PK_94c1497e2c1cb0e61f24d82d9e4" PRIMARY KEY ("id")
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "server_definition" (
                "id" uuid NOT NULL DEFAULT gen_random_uuid(),
                "name" text NOT NULL,
                "group_name" text,
                "host" text NOT NULL,
                "port" integer NOT NULL,
                "maintenance_db" text NOT NULL,
                "ssl_mode" text NOT NULL,
                "passthrough" boolean NOT NULL,
                "username" text,
                "comment" text,
                "visible_to" text array NOT NULL,
                "trust_group" text NOT NULL DEFAULT 'default',
                "providers" text array NOT NULL DEFAULT '{}',
                "allow_protected" text array NOT NULL DEFAULT '{}',
                "max_age_seconds" integer,
                "acr_values" text array NOT NULL DEFAULT '{}',
                "sealed_password" text,
                "managed_by" text NOT NULL,
                "revision" integer NOT NULL,
                "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                "updated_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
                CONSTRAINT "server_definition_name_key" UNIQUE ("name") DEFERRABLE INITIALLY IMMEDIATE,
                CONSTRAINT "server_definition_port_check" CHECK (
                    port between 1 and 65535
                ),
                CONSTRAINT "server_definition_passthrough_check" CHECK (
                    not passthrough
                    or (
                        username is null
                        and sealed_password is null
                        and ssl_mode = 'verify-full'
                    )
                ),
                CONSTRAINT "PK_d592f70d5131fc0b20a28dd83b1" PRIMARY KEY ("id")
            )
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            DROP TABLE "server_definition"
        `);
    await queryRunner.query(`
            DROP TABLE "role_binding"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_a2fdc3d36936a413c42f13b0d0"
        `);
    await queryRunner.query(`
            DROP TABLE "used_logout_token"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_c9932861e91473dcd73dc9c54f"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_2223e981900a413ce4ce6386f9"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_7d988ff7fcc96a0d769f9da4dc"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_7575923e18b495ed2307ae629a"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_9aae0f4c9ea25a1e21957139d1"
        `);
    await queryRunner.query(`
            DROP TABLE "session"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_93760dcf2ab9ebe6418d3f40cc"
        `);
    await queryRunner.query(`
            DROP TABLE "password_attempt"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_76ca1a15ebd290cebc06459ac5"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_747dd8d910a7104cdaa1638ce8"
        `);
    await queryRunner.query(`
            DROP TABLE "login_flow"
        `);
    await queryRunner.query(`
            DROP TABLE "local_account"
        `);
    await queryRunner.query(`
            DROP INDEX "public"."IDX_bf4b8879f7e68d6b46669f2c77"
        `);
    await queryRunner.query(`
            DROP TABLE "audit_event"
        `);
  }
}
