import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { IsPageLimit, IsSearchText, MayBeLeftOut } from '../common/validation.js';
import { BINDING_CURSOR } from './binding-cursor.js';

export class CreateBindingDto {
  /** The servers of this group of trust. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  trustGroup?: string = 'default';

  /** The role. */
  @IsString()
  @Matches(/^[A-Za-z_][A-Za-z0-9_.@+-]{0,62}$/, {
    message: 'databaseUser must be 1 to 63 of the characters that a claim may have',
  })
  databaseUser!: string;

  /** Whose it is: the provider's issuer, exactly. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(2048)
  issuer!: string;

  /** Whose it is: the provider's `sub`, exactly. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(255)
  subject!: string;
}

/** Whose a database user is. */
export class BindingDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  trustGroup!: string;
  databaseUser!: string;
  issuer!: string;
  subject!: string;
  @ApiProperty({ enum: ['first-use', 'approved'] })
  origin!: 'first-use' | 'approved';
  boundAt!: Date;
}

export class BindingListDto {
  items!: BindingDto[];

  /** For `after`; null when there is nothing more. */
  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class BindingQueryDto {
  /** In the database user, the subject or the issuer; case does not matter. */
  @IsSearchText()
  search?: string;

  /** Only those of this group of trust. */
  @MayBeLeftOut()
  @Length(1, 100)
  @Matches(/^[^\0\p{Cs}]*$/u, { message: 'trustGroup must be well-formed text without NUL' })
  trustGroup?: string;

  /** `next` of the page before. */
  @MayBeLeftOut()
  @Matches(BINDING_CURSOR, { message: 'after must be what `next` of a page was' })
  after?: string;

  /** How many to give. */
  @IsPageLimit(100, 1000)
  limit?: number = 100;
}
