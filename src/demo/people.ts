import { createHash } from 'node:crypto';

/** Someone the identity provider knows. */
export interface Person {
  /** What is on the button, and how the helpers of `sign-in.ts` find the person. */
  name: string;
  /** Opaque and stable; made from the name unless told. */
  sub?: string;
  /** What tokens say about the person; any value, also ones that make no sense. */
  claims: Record<string, unknown>;
}

/** Alice, bob and dana have a role in the shop; carol has none, and postgres is a protected name. */
export const PEOPLE: readonly Person[] = [
  person('alice', 'Alice Archer', ['sales']),
  person('bob', 'Bob Baker', ['sales']),
  person('carol', 'Carol Cooper', ['sales']),
  person('postgres', 'Peter Postgres', ['sales']),
  person('dana', 'Dana Dyer', ['sales', 'usher-admins']),
];

/** The person's subject at the provider. It tells nothing about the name. */
export function subjectOf({ sub, name }: Person): string {
  return (
    sub ?? createHash('sha256').update(`pg-usher demo person ${name}`).digest('hex').slice(0, 24)
  );
}

/** A person with the usual claims. */
export function person(name: string, fullName: string, groups: string[]): Person {
  return {
    name,
    claims: {
      db_user: name,
      groups,
      preferred_username: name,
      name: fullName,
      email: `${name}@shop.example`,
      email_verified: true,
    },
  };
}
