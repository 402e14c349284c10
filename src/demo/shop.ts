import type { InitScript } from './postgres-cluster.js';

/** The common name of the certificate that pg_ident.conf trusts. */
export const PROXY_COMMON_NAME = 'usher-proxy';

/**
 * Who may come in: nobody as a protected role, and the holder of the proxy certificate as any
 * member of usher_users.
 */
export const SHOP_HBA = `
hostssl  all  "/^(postgres|pg_.*)$"  all           reject
hostssl  all  all                    127.0.0.1/32  cert map=oauth
hostssl  all  all                    ::1/128       cert map=oauth
`;

export const SHOP_IDENT = `oauth  ${PROXY_COMMON_NAME}  +usher_users`;

const ROLES = `
create role postgres superuser login;
create role usher_users nologin;
comment on role usher_users is 'Everyone who may come in through pg-usher';
create role sales_leads nologin;
comment on role sales_leads is 'Sees the customers of all colleagues';
create role alice login in role usher_users;
create role bob login in role usher_users;
create role dana login in role usher_users, sales_leads;
`;

const DATABASE = `
comment on database shop is 'A small wholesaler of garden tools';
revoke connect, temporary on database shop from public;
grant connect, temporary on database shop to usher_users;
`;

const TABLES = `
create table customers (
  id integer generated always as identity primary key,
  name text not null,
  city text not null,
  sales_rep name not null,
  since date not null
);
comment on table customers is 'Who buys from us; each customer has one colleague in sales';
comment on column customers.sales_rep is 'The database role of that colleague';
create index on customers (sales_rep);

create table products (
  id integer generated always as identity primary key,
  name text not null unique,
  price numeric(8, 2) not null check (price > 0)
);
comment on table products is 'What we sell; the same for everyone';

create table orders (
  id integer generated always as identity primary key,
  customer_id integer not null references customers,
  ordered_on date not null,
  status text not null check (status in ('open', 'shipped', 'paid'))
);
comment on table orders is 'One row an order; the lines are in order_lines';
create index on orders (customer_id);

create table order_lines (
  order_id integer not null references orders,
  line smallint not null,
  product_id integer not null references products,
  quantity integer not null check (quantity > 0),
  primary key (order_id, line)
);
comment on table order_lines is 'What was ordered, and how much of it';

create view order_totals with (security_invoker = true) as
  select o.id, c.name as customer, o.ordered_on, o.status, sum(l.quantity * p.price) as total
    from orders o
    join customers c on c.id = o.customer_id
    join order_lines l on l.order_id = o.id
    join products p on p.id = l.product_id
   group by o.id, c.name;
comment on view order_totals is 'Orders with their worth, as far as you may see them';
`;

const ROW_SECURITY = `
alter table customers enable row level security;
alter table orders enable row level security;
alter table order_lines enable row level security;
create policy own on customers to usher_users using (sales_rep = current_user);
create policy own on orders to usher_users
  using (exists (select from customers c where c.id = customer_id));
create policy own on order_lines to usher_users
  using (exists (select from orders o where o.id = order_id));
create policy all_customers on customers for select to sales_leads using (true);

grant select on customers, products, orders, order_lines, order_totals to usher_users;
grant insert, update on orders to usher_users;
grant insert, update, delete on order_lines to usher_users;
`;

/** The same rows at every start: alice has 72 customers, bob 36 and dana 12 of her own. */
const ROWS = `
insert into products (name, price)
select material || ' ' || tool, 4 + (m * 7 + t * 13) % 37 + 0.95
  from unnest(array['Steel', 'Copper', 'Oak', 'Bamboo']) with ordinality as a (material, m),
       unnest(array['spade', 'rake', 'hoe', 'trowel', 'dibber', 'fork', 'shears', 'watering can'])
         with ordinality as b (tool, t);

insert into customers (name, city, sales_rep, since)
select (array['Ash', 'Birch', 'Cedar', 'Elm', 'Fir', 'Hazel', 'Larch', 'Maple', 'Rowan', 'Willow'])
         [1 + n % 10] || ' ' ||
       (array['Nursery', 'Gardens', 'Farm Shop', 'Hardware', 'Allotments', 'Estate', 'Florists',
              'Landscapes', 'Orchard', 'Market', 'School', 'Park'])[1 + n / 10],
       (array['Bristol', 'Leeds', 'York', 'Exeter', 'Norwich', 'Durham', 'Bath'])[1 + n % 7],
       (array['alice', 'alice', 'bob', 'alice', 'dana', 'alice', 'bob', 'alice', 'alice', 'bob'])
         [1 + (n + n / 10) % 10],
       date '2019-03-01' + n * 17
  from generate_series(0, 119) as n;

insert into orders (customer_id, ordered_on, status)
select 1 + n * 7 % 120, date '2025-01-02' + n / 2,
       case when n > 570 then 'open' when n > 520 then 'shipped' else 'paid' end
  from generate_series(0, 599) as n;

insert into order_lines (order_id, line, product_id, quantity)
select o.id, l, 1 + (o.id * 5 + l * 11) % 32, 1 + (o.id + l * 3) % 12
  from orders o, generate_series(1, 1 + o.id % 4) as l;

analyze;
`;

/** Makes the roles, the database `shop` and what is in it. */
export const SHOP_INIT: InitScript[] = [
  { sql: ROLES },
  { sql: 'create database shop' },
  { database: 'shop', sql: DATABASE + TABLES + ROW_SECURITY + ROWS },
];
