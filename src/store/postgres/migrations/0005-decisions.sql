-- What people enter, and the matches it hangs on. docs/design.md §1 says why.

-- Never written to by a released command.
drop table decision;

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
