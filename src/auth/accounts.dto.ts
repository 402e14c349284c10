import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Length, Matches } from 'class-validator';
import { IsPageLimit, IsSearchText, MayBeLeftOut } from '../common/validation.js';

const USERNAME = /^[^\p{C}\s]{1,64}$/u;
const USERNAME_RULE = { message: 'username must have 1 to 64 characters and no blanks' };

/** A local account to make. */
export class CreateAccountDto {
  @IsString()
  @Matches(USERNAME, USERNAME_RULE)
  username!: string;

  /** At least 12 characters, at most 1024 bytes, and not the user name. */
  @IsString()
  @Length(1, 1024)
  password!: string;

  @ApiProperty({ default: false })
  @IsOptional()
  @IsBoolean()
  isAdmin?: boolean = false;
}

/** What is to be different about an account; what is left out stays as it is. */
export class ChangeAccountDto {
  /** A disabled account cannot sign in; its sessions and what they run end at once. */
  @IsOptional()
  @IsBoolean()
  disabled?: boolean;

  @IsOptional()
  @IsBoolean()
  isAdmin?: boolean;
}

/** A new password that an administrator sets. */
export class ResetPasswordDto {
  /** At least 12 characters, at most 1024 bytes, and not the user name. */
  @IsString()
  @Length(1, 1024)
  password!: string;
}

/** A new password of one's own. */
export class ChangePasswordDto {
  @IsString()
  @Length(1, 1024)
  oldPassword!: string;

  /** At least 12 characters, at most 1024 bytes, and not the user name. */
  @IsString()
  @Length(1, 1024)
  newPassword!: string;
}

/** A local account. */
export class AccountDto {
  id!: string;
  username!: string;
  isAdmin!: boolean;
  disabled!: boolean;

  /** Set while the account is locked after too many wrong passwords. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lockedUntil!: Date | null;

  createdAt!: Date;
}

export class AccountListDto {
  items!: AccountDto[];

  /** For `after`; null when there is nothing more. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class AccountQueryDto {
  /** In the user name; case does not matter. */
  @IsSearchText()
  search?: string;

  /** `next` of the page before. */
  @MayBeLeftOut()
  @Matches(USERNAME, { message: 'after must be what `next` of a page was' })
  after?: string;

  /** How many to give. */
  @IsPageLimit(100, 1000)
  limit?: number = 100;
}
