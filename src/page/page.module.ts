import { Module } from '@nestjs/common';
import { PageService } from './page.service.js';
import { WEB_FOLDER, webFolder } from './web-folder.js';
import { WelcomeController } from './welcome.controller.js';

/** What a browser shows: the built page, and the administrator's words on it. */
@Module({
  controllers: [WelcomeController],
  providers: [{ provide: WEB_FOLDER, useFactory: webFolder }, PageService],
})
export class PageModule {}
