-- How often cases like one were judged is told with every case. Counted once a generation, since counting twenty thousand rows for each
-- page would be most of its time; the judged ones, which are few, are found by an index of their own.
create table rule_cases (
  organisation text not null references organisation,
  rule_key text not null,
  cases integer not null,
  primary key (organisation, rule_key)
);
insert into rule_cases select organisation, rule_key, count(*) from cases group by organisation, rule_key;

drop index cases_by_rule;
create index cases_by_rule on cases (organisation, rule_key, subject_key);
create index cases_judged on cases (organisation, rule_key, subject_key) where verdict is not null;
