import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SessionNames1795742104613 implements MigrationInterface {
  name = 'SessionNames1795742104613';

  /** Sessions from before are looked up by their subject only, until they end. */
  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            ALTER TABLE "session"
            ADD "username" text
        `);
    await queryRunner.query(`
            CREATE INDEX "IDX_45c358a6bbae14dc23361b453d" ON "session" ("created_at", "public_id")
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            DROP INDEX "public"."IDX_45c358a6bbae14dc23361b453d"
        `);
    await queryRunner.query(`
            ALTER TABLE "session" DROP COLUMN "username"
        `);
  }
}
