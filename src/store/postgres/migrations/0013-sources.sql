-- Sources that were added in the console (docs/collect.md); those of noroshi.yaml are not here.

create table console_source (
  organisation text not null references organisation,
  -- Unique in the organisation, as among those of noroshi.yaml: evidence is known by it.
  name text not null,
  -- An entry as it would stand under `sources:`, with its secrets.
  entry json not null,
  person text not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (organisation, name)
);
