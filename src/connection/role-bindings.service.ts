import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { DatabaseUser } from '../auth/database-user.js';
import type { OAuthPrincipal } from '../auth/principal.js';
import { Problem } from '../common/problem.js';
import { withStore } from '../common/store-failure.js';
import { RoleBinding } from './role-binding.entity.js';

const SCOPE = 'all';

/** Step 7 of the gate: a database user belongs to the first `(issuer, subject)` that came with it. */
@Injectable()
export class RoleBindings {
  constructor(@InjectRepository(RoleBinding) private readonly bindings: Repository<RoleBinding>) {}

  /**
   * Binds the role to the person, or finds that it is theirs. Insert and comparison cannot be
   * torn apart by another request: the primary key lets one insert win, and everybody compares
   * with the row that stands.
   *
   * @throws Problem `role-bound-to-other`
   */
  async claim(role: DatabaseUser, person: OAuthPrincipal): Promise<void> {
    const key = { scope: SCOPE, databaseUser: role };
    const binding = await withStore(async () => {
      const standing = await this.bindings.findOneBy(key);
      if (standing !== null) return standing;
      await this.bindings
        .createQueryBuilder()
        .insert()
        .values({ ...key, issuer: person.issuer, subject: person.subject })
        .orIgnore()
        .execute();
      return this.bindings.findOneByOrFail(key);
    });
    if (binding.issuer === person.issuer && binding.subject === person.subject) return;
    throw new Problem('role-bound-to-other', {
      detail: `The database user "${role}" is already used by another identity, so it is not given to this one. An administrator decides whose it is.`,
      owner: 'admin',
      refusal: { databaseUser: role },
    });
  }
}
