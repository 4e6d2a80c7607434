-- The gateway to language models (docs/ai.md): what people took back of its verdicts, and what they had done with the rest.

-- A verdict that a person marked as wrong. It lifts the verdict of this mark until it expires or is ended, and nothing else.
create table gateway_exception (
  organisation text not null references organisation,
  id uuid not null,
  -- In the order in which they came.
  number bigint generated always as identity unique,
  -- Hex: the digest of application, layer, kind, author and canonical text.
  mark text not null,
  application text not null,
  layer text not null,
  kind text not null,
  origin text not null,
  -- The event of the verdict.
  event text not null,
  -- What the gateway said: {en, ja}.
  verdict jsonb not null,
  -- The person's words.
  reason text not null,
  person text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  uses bigint not null default 0,
  used_at timestamptz,
  primary key (organisation, id)
);
create unique index gateway_exception_open on gateway_exception (organisation, mark) where ended_at is null;

-- What is done with what is found, for one application, in place of what the configuration says; the newest that is not withdrawn holds.
create table gateway_policy (
  organisation text not null references organisation,
  number bigint generated always as identity unique,
  application text not null,
  policy jsonb not null,
  reason text not null,
  person text not null,
  at timestamptz not null default now(),
  withdrawn_at timestamptz,
  withdrawn_by text,
  primary key (organisation, number)
);
