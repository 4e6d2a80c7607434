-- Remote sensors (docs/sensor.md): small machines that send what their sources get. Whose events these are is said here, never by a sensor.

create table sensor (
  -- The name in its certificate. Another enrolment under the same name is another sensor, and ends this one.
  id uuid primary key,
  organisation text not null references organisation,
  name text not null,
  -- SHA-256 of the public key it was enrolled with.
  key_hash text not null,
  enrolled_at timestamptz not null default clock_timestamp(),
  revoked_at timestamptz,
  seen_at timestamptz
);
create unique index sensor_in_use on sensor (organisation, name) where revoked_at is null;

create table sensor_token (
  -- SHA-256 of the token.
  hash text primary key,
  organisation text not null references organisation,
  name text not null,
  person text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  -- The sensor that came with it; the same one may ask again when the answer was lost.
  sensor uuid references sensor
);

-- What the hub wants a sensor of this name to collect; the latest holds.
create table sensor_sources (
  organisation text not null references organisation,
  name text not null,
  version integer not null,
  sources json not null,
  person text not null,
  at timestamptz not null default clock_timestamp(),
  primary key (organisation, name, version)
);
