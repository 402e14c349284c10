import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HistoryController } from './history.controller.js';
import { HistoryRetention } from './history-retention.js';
import { HistoryRow } from './history-row.entity.js';
import { HistoryService } from './history.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([HistoryRow])],
  controllers: [HistoryController],
  providers: [HistoryRetention, HistoryService],
  exports: [HistoryService],
})
export class HistoryModule {}
