-- What the server does in the background with evidence that was handed to it. Kept, so that it goes on after a crash and people can look back.
create table job (
  -- Named by who asks for it, so that asking twice makes one.
  id uuid primary key,
  -- In the order in which they came.
  number bigint generated always as identity unique,
  organisation text not null references organisation,
  kind text not null check (kind in ('ingest', 'resume')),
  state text not null check (state in ('waiting', 'running', 'folding', 'done', 'failed', 'cancelled')),
  person json not null,
  -- The files, where they lie and what they are called.
  files json not null,
  -- What came of it: evidence, what could not be taken in, why it failed.
  outcome json not null,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz
);
create index job_of_organisation on job (organisation, number);
create index job_unfinished on job (number) where state in ('waiting', 'running', 'folding');
