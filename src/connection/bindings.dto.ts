import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

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
}
