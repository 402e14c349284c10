import { SHOP_SERVER_ID } from './house.js';

const CUSTOMERS =
  'select session_user, count(*) as customers\n  from customers;\n\nselect name, city, since from customers order by name;';

/** A link of the page to a text of SQL; it is in the fragment, which no server gets to see. */
export function queryLink(sql: string): string {
  return `/s/${SHOP_SERVER_ID}/shop#sql=${encodeURIComponent(sql)}`;
}

const WELCOME = {
  title: 'The demo of pg-usher',
  text: 'A shop for garden tools, on this machine only. Everybody signs in at the provider and works in PostgreSQL as themselves; nobody has a database password.',
  steps: [
    {
      title: 'One link, two people',
      text: 'Sign in as alice, open this link and run it: 72 customers. Sign out, come in as bob by the same link: 36. Row-level security tells them apart, because PostgreSQL knows who is there.',
      href: queryLink(CUSTOMERS),
      as: 'alice, then bob',
    },
    {
      title: 'A failure that says who can fix it',
      text: 'Carol has an identity at the company and no role in the database. Opening the shop as carol says so, with the line for the database administrator to paste.',
      href: `/s/${SHOP_SERVER_ID}/shop`,
      as: 'carol',
    },
    {
      title: 'A name that opens nothing',
      text: 'Somebody at the company is called postgres. The name of a superuser is protected: the sign-in works, and PostgreSQL is not even asked.',
      href: `/s/${SHOP_SERVER_ID}/shop`,
      as: 'postgres',
    },
  ],
};

/** The text of WELCOME_FILE; JSON is YAML, too. */
export function welcomeText(): string {
  return JSON.stringify(WELCOME, null, 2);
}
