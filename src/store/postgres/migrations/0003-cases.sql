-- Cases in a form that is listed quickly, with what people entered as it holds now. docs/design.md §1 says why.

-- Cases are derived: they are folded anew, with the columns below.
delete from cases;
update fold set position = 0;

-- One row of the queue. Bodies lie apart, so that a hundred thousand rows are read in milliseconds.
alter table cases drop column body;
alter table cases
  -- Before people's verdicts; `priority` is with them.
  add derived_priority integer not null,
  add severity text not null,
  add first_seen bigint,
  add last_seen bigint,
  add findings integer not null,
  -- {title, tactics, entities}.
  add summary json not null,
  -- Lower case, what a search in the queue looks at.
  add search text not null,
  -- Hashes of its strongest finding's rule and of that finding's subject: what makes two cases alike.
  add rule_key text not null,
  add subject_key text not null,
  -- Of all that was stored of it: what stays the same is not written.
  add hash text not null,
  -- What people entered, as it holds now.
  add status text not null default 'new',
  add owner text,
  add verdict text,
  add notes integer not null default 0;
create index cases_by_priority on cases (organisation, priority desc, id collate "C");
create index cases_by_rule on cases (organisation, rule_key);
create index cases_by_severity on cases (organisation, severity, priority desc, id collate "C");
create index cases_owned on cases (organisation, owner) where owner is not null;
create index cases_begun on cases (organisation, status) where status <> 'new';

-- Searches in the queue. A server that does not let us have the extension is searched row by row.
do $$ begin
  create extension if not exists pg_trgm;
  create index cases_search on cases using gin (search gin_trgm_ops);
exception when insufficient_privilege or undefined_file or undefined_object or feature_not_supported then null;
end $$;

-- Without a reference to cases: its check, planned while that table is empty, would look through all of it for each row.
create table case_body (
  organisation text not null,
  id text not null,
  -- As it is shown, with people's verdicts.
  body json not null,
  -- As it was derived; null when no verdict bears on it.
  derived json,
  primary key (organisation, id)
);

-- Which case a finding is in, and what had been seen when it came.
create table case_finding (
  organisation text not null,
  finding text not null,
  case_id text not null,
  -- In the order (first time, id), from 0.
  place integer not null,
  findings_before bigint not null,
  rule_findings_before bigint not null,
  primary key (organisation, finding)
);
create index case_finding_of_case on case_finding (organisation, case_id, place);

-- Every case that was ever shown, by the first match of its first finding: an old id leads to the case that holds that match now.
create table case_anchor (
  organisation text not null references organisation,
  case_id text not null,
  match text not null,
  event text not null,
  evidence text not null,
  finding text not null,
  primary key (organisation, case_id)
);
