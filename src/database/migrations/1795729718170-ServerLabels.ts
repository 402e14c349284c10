import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ServerLabels1795729718170 implements MigrationInterface {
  name = 'ServerLabels1795729718170';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            ALTER TABLE "server_definition"
            ADD "labels" text array NOT NULL DEFAULT '{}'
        `);
    await queryRunner.query(`
            ALTER TABLE "server_definition"
            ADD "color" text
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            ALTER TABLE "server_definition" DROP COLUMN "color"
        `);
    await queryRunner.query(`
            ALTER TABLE "server_definition" DROP COLUMN "labels"
        `);
  }
}
