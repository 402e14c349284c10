import { ApiProperty } from '@nestjs/swagger';

/** One thing to do, in the administrator's words. */
export class WelcomeStepDto {
  title!: string;

  /** Plain text. */
  text!: string;

  /** Where it is done: a path of this site, with its query and its fragment. */
  href?: string;

  /** As whom, for people to read. */
  as?: string;
}

/** What the administrator says to people who come here. All of it is plain text. */
export class WelcomeDto {
  @ApiProperty({ type: String, nullable: true })
  title!: string | null;

  @ApiProperty({ type: String, nullable: true })
  text!: string | null;

  steps!: WelcomeStepDto[];
}
