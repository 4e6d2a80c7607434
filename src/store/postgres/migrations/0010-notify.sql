-- Messages to people and machines (docs/notify.md): what is to be told, what goes out, and what became of it.

-- How far cases were looked at. What was there before the first look is no news.
create table notify_state (
  organisation text primary key references organisation,
  generation bigint not null,
  since timestamptz not null
);

-- Each case as it was looked at last; no reference to cases, which are replaced while this stays.
create table notify_case (
  organisation text not null,
  case_id text not null,
  hash text not null,
  primary key (organisation, case_id)
);

-- One thing to be told to one recipient by one channel. Its id is the hash of all that makes it so: entered again, it is the same.
create table notify_message (
  organisation text not null references organisation,
  id text not null,
  -- In the order in which they came.
  number bigint generated always as identity unique,
  -- A case's id as it was then, or the key of whoever else tells something.
  about text not null,
  is_case boolean not null,
  rule text not null,
  channel text not null,
  -- `contact:ID`, an address, or the channel's name.
  recipient text not null,
  -- `created`, `raised-80`, `reminder-1`, `escalation-1`, or of whoever else tells something.
  occasion text not null,
  -- Where it goes: a mail address; empty where the channel is the place.
  address text not null,
  language text not null,
  marking text not null,
  priority integer not null,
  -- Equal for what repeats.
  alike text not null,
  -- {subject, text, data, attachments}, rendered.
  content json not null,
  state text not null check (state in ('waiting', 'held', 'folded', 'cancelled', 'delivered')),
  -- Why it is held or cancelled.
  reason text not null default '',
  due_at timestamptz not null,
  -- What goes in one message together; null: alone.
  bundle text,
  created_at timestamptz not null,
  -- With what it went out.
  delivery text,
  acknowledged_at timestamptz,
  -- As they said, or who was signed in.
  acknowledged_by text,
  primary key (organisation, id)
);
create index notify_message_about on notify_message (organisation, about);
create index notify_message_waiting on notify_message (due_at) where state = 'waiting';
create index notify_message_held on notify_message (organisation, number) where state = 'held';
create index notify_message_alike on notify_message (organisation, rule, channel, recipient, alike, created_at);
create index notify_message_of_delivery on notify_message (organisation, delivery) where delivery is not null;

-- One mail, request or line that goes out, with one message or several.
create table notify_delivery (
  organisation text not null references organisation,
  -- Hash of its first message's id: the same after every crash, and so is the Message-ID.
  id text not null,
  number bigint generated always as identity unique,
  channel text not null,
  recipient text not null,
  address text not null,
  language text not null,
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  -- The process that sends it: host and process identity.
  claimed_by json,
  -- It may have gone out although nobody lived to write it down.
  uncertain boolean not null default false,
  created_at timestamptz not null,
  finished_at timestamptz,
  -- What the other side said last, or what went wrong.
  said text not null default '',
  primary key (organisation, id)
);
create index notify_delivery_open on notify_delivery (next_at) where state in ('waiting', 'sending');

-- Each try, for the history.
create table notify_attempt (
  organisation text not null,
  delivery text not null,
  attempt integer not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  -- Null while it lasts, and for ever when nobody lived to write it down.
  outcome text check (outcome in ('sent', 'later', 'failed')),
  said text not null default '',
  primary key (organisation, delivery, attempt),
  foreign key (organisation, delivery) references notify_delivery
);

-- What links are signed with.
create table notify_key (
  organisation text primary key references organisation,
  key text not null
);
