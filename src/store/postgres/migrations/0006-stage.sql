-- What ordered stages made of everything that was seen at a position, under which rules. Their findings and matches have a load of their
-- own, which belongs to no evidence: run 0.
create table stage (
  organisation text primary key references organisation,
  version text not null,
  seen bigint not null,
  -- Null when there was nothing to state.
  load bigint
);
