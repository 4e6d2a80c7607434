-- What people enter, the matches it hangs on, and cases in a form that is listed quickly. docs/design.md §1 says why.

-- Never written to by a released command.
drop table decision;

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

-- The matches that people's decisions hang on. A match lies in one evidence; where it is now is looked up again when its load ceases to
-- be seen.
create table anchor (
  organisation text not null references organisation,
  match text not null,
  event text not null,
  evidence text not null,
  -- The finding that holds it, and the load that says so; null while there is none.
  finding text,
  load bigint,
  -- Up to where loads were looked through.
  position bigint not null,
  primary key (organisation, match)
);
create index anchor_of_finding on anchor (organisation, finding);

-- What people entered; never changed. The newest of a kind holds, unless it was withdrawn.
create table decision (
  id bigint generated always as identity primary key,
  organisation text not null references organisation,
  -- Named by the client before it is sent, so that what is sent twice is entered once.
  key text not null,
  match text not null,
  kind text not null check (kind in ('verdict', 'status', 'owner', 'note', 'together', 'apart', 'withdrawal')),
  value text not null,
  -- Of together and apart: the other match.
  other text,
  -- Of a withdrawal: the decision that holds no longer.
  withdraws bigint references decision,
  -- The case as they knew it.
  case_id text not null,
  person text not null,
  at timestamptz not null default clock_timestamp(),
  unique (organisation, key),
  foreign key (organisation, match) references anchor,
  foreign key (organisation, other) references anchor (organisation, match)
);
create index decision_of_match on decision (organisation, match, id);
create index decision_of_other on decision (organisation, other) where other is not null;
create unique index decision_withdrawn on decision (withdraws) where withdraws is not null;

-- The findings a verdict was given on: what joins the case later was not looked at.
create table judged_finding (
  decision bigint not null references decision,
  organisation text not null,
  finding text not null,
  primary key (decision, finding)
);
create index judged_finding_of_finding on judged_finding (organisation, finding, decision);

-- What holds, on the case that holds its match now.
create view standing_decision as
  select decision.organisation, decision.id, kind, value, other, decision.match, anchor.finding, case_finding.case_id
  from decision join anchor on anchor.organisation = decision.organisation and anchor.match = decision.match
    left join case_finding on case_finding.organisation = anchor.organisation and case_finding.finding = anchor.finding
  where kind <> 'withdrawal' and not exists (select from decision withdrawal where withdrawal.withdraws = decision.id);
