-- Evidence whose events have left the event store for files (docs/keeping.md). Its bytes and what it is called stay; read anew, it is no longer in this table.
create table cold_evidence (
  organisation text not null,
  evidence text not null,
  -- The Parquet file that holds its events, and how many they are.
  file json not null,
  events bigint not null,
  -- What they were of: by these its term goes on.
  datasets json not null,
  at timestamptz not null default clock_timestamp(),
  primary key (organisation, evidence),
  foreign key (organisation, evidence) references evidence on delete cascade
);
create index cold_evidence_of_file on cold_evidence (organisation, (file::text));
