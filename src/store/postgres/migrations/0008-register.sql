-- The register: organisations, sites, prefixes, domains, devices and contacts (docs/register.md). What an entry says is checked by the schemas of
-- src/register/entry; here is what it is found by.

create table register_import (
  organisation text not null references organisation,
  number bigint generated always as identity,
  person text not null,
  at timestamptz not null default clock_timestamp(),
  -- The files, or what was changed by hand.
  source text not null,
  -- {created, changed, same, refused}.
  counts json not null,
  undone_at timestamptz,
  primary key (organisation, number)
);

create table register_entry (
  organisation text not null references organisation,
  kind text not null check (kind in ('organisation', 'site', 'prefix', 'domain', 'device', 'contact')),
  -- Unique within the kind: an id, a network, a domain.
  key text not null,
  body json not null,
  -- Of devices: MAC addresses and names in lower case. Of contacts: accounts.
  names text[] not null default '{}',
  -- The import that wrote it last.
  import bigint not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (organisation, kind, key)
);
create index register_entry_names on register_entry using gin (names);

-- The networks of prefixes and the addresses of devices: one row each, since an array cannot be asked for what contains an address.
create table register_network (
  organisation text not null,
  kind text not null,
  key text not null,
  network cidr not null,
  primary key (organisation, kind, key, network),
  foreign key (organisation, kind, key) references register_entry on delete cascade
);
create index register_network_of_address on register_network using gist (network inet_ops);

-- What each import did to each entry, so that it can be undone and read back.
create table register_change (
  organisation text not null,
  import bigint not null,
  kind text not null,
  key text not null,
  -- Null where there was no entry, or is none any more.
  before json,
  after json,
  primary key (organisation, import, kind, key),
  foreign key (organisation, import) references register_import
);
create index register_change_of_entry on register_change (organisation, kind, key, import);
