-- People and their programs: who may sign in. Of secrets only hashes are kept: who reads this table can impersonate nobody.

create table account (
  -- What they sign in with; unique in the whole installation, since a sign-in names no organisation.
  name text primary key,
  organisation text not null references organisation,
  display_name text not null,
  role text not null check (role in ('viewer', 'analyst', 'lead', 'admin')),
  clearance text not null check (clearance in ('clear', 'green', 'amber', 'amber+strict', 'red')),
  -- argon2id in PHC form; null until a password is set.
  password text,
  disabled_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);

create table sign_in_link (
  -- SHA-256 of the token.
  hash text primary key,
  account text not null references account on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table session (
  id uuid primary key,
  hash text not null unique,
  account text not null references account on delete cascade,
  -- What a page of the console must send with every change.
  csrf text not null,
  -- By a link: such a session may set a password without the old one.
  by_link boolean not null,
  address text not null,
  created_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
);
create index session_of_account on session (account);

create table api_token (
  id uuid primary key,
  hash text not null unique,
  account text not null references account on delete cascade,
  label text not null,
  scopes text[] not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index api_token_of_account on api_token (account);
