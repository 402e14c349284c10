import { Module } from '@nestjs/common';
import { PageService } from './page.service.js';
import { WEB_FOLDER, webFolder } from './web-folder.js';

/** What a browser shows: the built page. */
@Module({ providers: [{ provide: WEB_FOLDER, useFactory: webFolder }, PageService] })
export class PageModule {}
