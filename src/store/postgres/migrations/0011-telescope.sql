-- What the telescope's sensor tells and people enter about it (docs/telescope.md). `organisation` watches; `member` is who is warned.

create table telescope_warning (
  organisation text not null references organisation,
  id text not null,
  member text not null,
  state text not null check (state in ('open', 'closed')),
  held_back boolean not null,
  last_seen timestamptz not null,
  -- As docs/schemas/telescope.schema.json has it.
  body json not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (organisation, id)
);
create index telescope_warning_member on telescope_warning (organisation, member, last_seen desc, id);

create table telescope_name (
  organisation text not null references organisation,
  -- As the telescope calls it by its rule.
  fingerprint text not null,
  name text not null,
  person text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (organisation, fingerprint)
);

-- Figures of a day, of each run of the sensor's process that saw a part of it.
create table telescope_figures (
  organisation text not null references organisation,
  day date not null,
  since timestamptz not null,
  until timestamptz not null,
  packets bigint not null,
  -- A day of docs/schemas/telescope-figures.schema.json.
  figures json not null,
  primary key (organisation, day, since)
);
