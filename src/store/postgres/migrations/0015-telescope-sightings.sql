-- What each observer said of a warning (docs/telescope.md): the hub's own telescope ('') and the sensors of members. The warning is their sum.

create table telescope_sighting (
  organisation text not null references organisation,
  warning text not null,
  observer text not null,
  -- The observer begins to count anew with each run; `before` is what it had said until then.
  run text not null,
  before json,
  total json not null,
  primary key (organisation, warning, observer)
);
