-- The ledger: what there is, what was done with it, and what people said about it. docs/design.md §1 and §3 say why.
-- Text that comes from evidence is kept as json: unlike text and jsonb it takes every string that a program may hold, NUL included.

create table organisation (
  id text primary key,
  name text not null,
  created_at timestamptz not null default now()
);
insert into organisation (id, name) values ('default', 'Default');

-- Bytes as received; the files themselves lie in the evidence store.
create table blob (
  organisation text not null references organisation,
  sha256 text not null,
  bytes bigint not null,
  received_at timestamptz not null default now(),
  primary key (organisation, sha256)
);

create table evidence (
  organisation text not null references organisation,
  sha256 text not null,
  bytes bigint not null,
  first_seen timestamptz not null default now(),
  -- Why it must not be deleted; null when it may.
  hold_reason json,
  primary key (organisation, sha256)
);

create table evidence_path (
  organisation text not null,
  evidence text not null,
  -- Hash of the path: names inside archives may be longer than an index takes.
  path_id text not null,
  path json not null,
  blob text not null,
  -- The path inside the blob; empty when the blob is the evidence itself.
  member json not null,
  -- What went wrong while it was read from here: {listed, total}.
  errors json not null,
  first_seen timestamptz not null default now(),
  primary key (organisation, evidence, path_id),
  foreign key (organisation, evidence) references evidence on delete cascade,
  foreign key (organisation, blob) references blob
);
create index evidence_path_blob on evidence_path (organisation, blob);

-- One way of reading an evidence: with these settings, by this decoder, under these rules. What the current one has loaded is shown; one
-- that is being built beside it takes its place in one step.
create table run (
  id bigint generated always as identity primary key,
  organisation text not null,
  evidence text not null,
  state text not null check (state in ('building', 'current')),
  -- The decoder's; null when none recognises the content.
  format text,
  decoder_version text not null,
  ruleset_hash text not null,
  settings json not null,
  started_at timestamptz not null default now(),
  foreign key (organisation, evidence) references evidence on delete cascade
);
create unique index run_of_state on run (organisation, evidence, state);

create table chunk (
  run bigint not null references run on delete cascade,
  number integer not null,
  from_byte bigint not null,
  to_byte bigint not null,
  first_record bigint not null,
  context json,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'quarantined')),
  -- The load that made it done.
  load bigint,
  -- How often it was begun, and how often the worker that read it died.
  attempts integer not null default 0,
  failures integer not null default 0,
  error json,
  primary key (run, number)
);
create index chunk_unsettled on chunk (state, run) where state <> 'done';

-- The clock of what can be seen: a load takes its number here, and so does each step in which loads begin or cease to be seen. Who counts
-- holds the row until his step is committed, so numbers are committed in their order.
create table load_position (
  one boolean primary key default true check (one),
  position bigint not null
);
insert into load_position (position) values (0);

-- One attempt at a chunk; every row of the event store carries its number. Kept without references: it outlives its evidence until the
-- event store has forgotten its rows.
create table load (
  load bigint primary key,
  organisation text not null references organisation,
  evidence text not null,
  run bigint not null,
  chunk integer not null,
  -- Names the attempt before it has a number, so that opening it twice opens it once.
  attempt uuid not null unique,
  -- The process that opened it.
  worker text not null,
  -- ready: complete, and waits for the other loads of its run.
  state text not null default 'open' check (state in ('open', 'ready', 'live', 'dead')),
  -- Positions from which it is seen, and from which no longer.
  live_at bigint,
  dead_at bigint,
  opened_at timestamptz not null default now(),
  ended_at timestamptz,
  -- Sums of ids are exact integers, to be taken modulo 2^128.
  event_count bigint not null default 0,
  event_sum numeric(39) not null default 0,
  match_count bigint not null default 0,
  match_sum numeric(39) not null default 0,
  -- Events per dataset.
  datasets json,
  -- {listed, total}.
  errors json,
  check ((state in ('live')) = (live_at is not null and dead_at is null))
);
create index load_of_evidence on load (organisation, evidence);
create index load_not_live on load (organisation, load) where state <> 'live';

create table finding_part (
  load bigint not null references load on delete cascade,
  finding text not null,
  organisation text not null,
  detector text not null,
  rule json not null,
  subject json not null,
  first bigint,
  last bigint,
  count bigint not null,
  events json not null,
  primary key (load, finding)
);
create index finding_part_of_finding on finding_part (organisation, finding collate "C");

-- Up to which position findings were folded into cases, and how often.
create table fold (
  organisation text primary key references organisation,
  generation bigint not null,
  position bigint not null,
  folded_at timestamptz not null default now()
);

create table cases (
  organisation text not null references organisation,
  id text not null,
  priority integer not null,
  body json not null,
  primary key (organisation, id)
);

-- What people entered, by the match it is about; never changed, the newest holds.
create table decision (
  id bigint generated always as identity primary key,
  -- Names it before it is entered, so that entering it twice enters it once.
  attempt uuid not null unique,
  organisation text not null references organisation,
  match text not null,
  kind text not null check (kind in ('verdict', 'owner', 'status', 'note', 'keep-together', 'keep-apart')),
  value json not null,
  person json not null,
  at timestamptz not null default clock_timestamp()
);
create index decision_of_match on decision (organisation, match, id);

create table audit (
  id bigint generated always as identity primary key,
  organisation text not null references organisation,
  at timestamptz not null default clock_timestamp(),
  person json not null,
  action text not null,
  subject json not null,
  details json not null
);
