-- One workspace = one database. Words of people and personal data are in the tables named *_words,
-- contact*, message_id, attachment, blob*, raw_mail, outbox, draft and search: all can be erased
-- while the log stays whole.
CREATE TABLE log (
  -- Followers read by (xid, pos) below the oldest running transaction: positions alone become
  -- visible out of order.
  xid BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
  pos BIGINT GENERATED ALWAYS AS IDENTITY,
  stream BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  happened_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  actor_kind BIGINT NOT NULL,
  actor BIGINT NOT NULL,
  depth BIGINT NOT NULL,
  body BYTEA NOT NULL,
  UNIQUE (stream, seq)
);
CREATE UNIQUE INDEX log_by_position ON log (xid, pos);

-- A change that was asked for under a client-made id: done once, its receipt kept.
CREATE TABLE command (
  id TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  receipt TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX command_by_time ON command (at);

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE signing_key (id BIGINT PRIMARY KEY, secret BYTEA NOT NULL, created_at BIGINT NOT NULL);
CREATE TABLE follower (name TEXT PRIMARY KEY, position TEXT NOT NULL);

CREATE TABLE agent (
  id BIGINT PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role BIGINT NOT NULL,
  active BIGINT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE session (
  id BIGINT PRIMARY KEY,
  token_hash BYTEA NOT NULL UNIQUE,
  csrf TEXT NOT NULL,
  agent BIGINT NOT NULL REFERENCES agent (id),
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  user_agent TEXT NOT NULL,
  address TEXT NOT NULL
);
CREATE INDEX session_by_agent ON session (agent);
CREATE TABLE api_token (
  id BIGINT PRIMARY KEY,
  token_hash BYTEA NOT NULL UNIQUE,
  agent BIGINT NOT NULL REFERENCES agent (id),
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT
);
CREATE INDEX api_token_by_agent ON api_token (agent);
CREATE TABLE throttle (
  key TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  blocked_until BIGINT NOT NULL,
  at BIGINT NOT NULL
);

CREATE TABLE team (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE team_member (
  team BIGINT NOT NULL REFERENCES team (id),
  agent BIGINT NOT NULL REFERENCES agent (id),
  PRIMARY KEY (team, agent)
);
CREATE INDEX team_member_by_agent ON team_member (agent);

CREATE TABLE inbox (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  smtp TEXT NOT NULL,
  smtp_user TEXT NOT NULL,
  smtp_password BYTEA NOT NULL,
  team BIGINT REFERENCES team (id),
  last_read_at BIGINT,
  error TEXT NOT NULL
);
CREATE TABLE inbox_address (
  address_key TEXT PRIMARY KEY,
  inbox BIGINT NOT NULL REFERENCES inbox (id)
);
CREATE INDEX inbox_address_by_inbox ON inbox_address (inbox);

CREATE TABLE contact (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE contact_address (
  address_key TEXT PRIMARY KEY,
  contact BIGINT NOT NULL REFERENCES contact (id)
);
CREATE INDEX contact_address_by_contact ON contact_address (contact);

CREATE TABLE conversation (
  id BIGINT PRIMARY KEY,
  seq BIGINT NOT NULL,
  number BIGINT NOT NULL UNIQUE,
  inbox BIGINT REFERENCES inbox (id),
  contact BIGINT NOT NULL REFERENCES contact (id),
  channel BIGINT NOT NULL,
  state BIGINT NOT NULL,
  turn BIGINT NOT NULL,
  assignee BIGINT REFERENCES agent (id),
  team BIGINT REFERENCES team (id),
  priority BIGINT NOT NULL,
  messages BIGINT NOT NULL,
  answered BIGINT NOT NULL,
  not_yet BIGINT NOT NULL,
  continues BIGINT,
  continued_by BIGINT,
  last_message BIGINT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  last_customer_at BIGINT NOT NULL,
  waiting_since BIGINT NOT NULL,
  first_answer_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  proposal BIGINT,
  proposed_at BIGINT NOT NULL,
  proposed_by BIGINT,
  reminders BIGINT NOT NULL,
  remind_at BIGINT NOT NULL,
  lapse_at BIGINT NOT NULL,
  promise BIGINT,
  promise_due BIGINT NOT NULL,
  due_key BIGINT NOT NULL
);
CREATE INDEX conversation_by_state_number ON conversation (state, number);
CREATE INDEX conversation_by_state_due ON conversation (state, due_key, id);
CREATE INDEX conversation_by_turn ON conversation (state, turn, due_key, id);
CREATE INDEX conversation_by_assignee ON conversation (assignee, state, due_key, id);
CREATE INDEX conversation_by_team ON conversation (team, state, due_key, id);
CREATE INDEX conversation_by_inbox ON conversation (inbox, state, due_key, id);
CREATE INDEX conversation_by_contact ON conversation (contact, number);
CREATE INDEX conversation_by_updated ON conversation (state, updated_at, id);
CREATE INDEX conversation_unheard ON conversation (due_key, id) WHERE state = 1 AND answered = 0;
CREATE INDEX conversation_promised ON conversation (assignee, due_key, id) WHERE promise IS NOT NULL;

CREATE TABLE conversation_words (
  conversation BIGINT PRIMARY KEY,
  subject TEXT NOT NULL,
  excerpt TEXT NOT NULL
);

CREATE TABLE participant (
  conversation BIGINT NOT NULL,
  contact BIGINT NOT NULL REFERENCES contact (id),
  position BIGINT NOT NULL,
  PRIMARY KEY (conversation, contact)
);

CREATE TABLE message (
  id BIGINT PRIMARY KEY,
  conversation BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  system BIGINT NOT NULL,
  author_kind BIGINT NOT NULL,
  author BIGINT NOT NULL,
  channel BIGINT NOT NULL,
  automatic BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  at BIGINT NOT NULL,
  release_at BIGINT NOT NULL,
  released BIGINT NOT NULL
);
CREATE INDEX message_by_conversation ON message (conversation, id);

CREATE TABLE message_words (
  message BIGINT PRIMARY KEY,
  text TEXT NOT NULL,
  quoted TEXT NOT NULL,
  html TEXT NOT NULL,
  people TEXT NOT NULL,
  remote_images BIGINT NOT NULL,
  raw_mail BIGINT
);

CREATE TABLE held_reply (
  message BIGINT PRIMARY KEY,
  conversation BIGINT NOT NULL,
  agent BIGINT NOT NULL,
  release_at BIGINT NOT NULL,
  promise BIGINT,
  promise_due BIGINT NOT NULL,
  promise_warn_at BIGINT NOT NULL,
  proposal BIGINT
);
CREATE INDEX held_reply_by_conversation ON held_reply (conversation);

CREATE TABLE promise (
  id BIGINT PRIMARY KEY,
  conversation BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  agent BIGINT,
  state BIGINT NOT NULL,
  warned BIGINT NOT NULL,
  standing BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  warn_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL
);
CREATE INDEX promise_standing ON promise (conversation, id) WHERE standing = 1;
CREATE INDEX promise_by_contact ON promise (contact, state);
CREATE INDEX promise_by_conversation ON promise (conversation, id);
CREATE TABLE promise_words (promise BIGINT PRIMARY KEY, text TEXT NOT NULL, reason TEXT NOT NULL);

CREATE TABLE timer (
  conversation BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  ready_at BIGINT NOT NULL,  -- When it may be taken up: due_at, or the end of a lease.
  attempts BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation, kind, subject)
);
CREATE INDEX timer_by_ready ON timer (ready_at);

-- Message-IDs of every mail that came in or went out, per inbox: threading and duplicates.
CREATE TABLE message_id (
  inbox BIGINT NOT NULL,
  id TEXT NOT NULL,
  message BIGINT NOT NULL,
  conversation BIGINT NOT NULL,
  PRIMARY KEY (inbox, id)
);
CREATE INDEX message_id_by_message ON message_id (message);

CREATE TABLE blob (
  id BIGINT PRIMARY KEY,
  size BIGINT NOT NULL,
  sha256 BYTEA NOT NULL,
  codec BIGINT NOT NULL,
  stored BIGINT NOT NULL
);
CREATE TABLE blob_chunk (
  blob BIGINT NOT NULL,
  part BIGINT NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (blob, part)
);

CREATE TABLE attachment (
  id BIGINT PRIMARY KEY,
  message BIGINT,
  conversation BIGINT,
  uploader BIGINT,
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size BIGINT NOT NULL,
  content_id TEXT NOT NULL,
  inline BIGINT NOT NULL,
  hidden BIGINT NOT NULL,
  blob BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX attachment_by_message ON attachment (message, position);
CREATE INDEX attachment_unused ON attachment (created_at) WHERE message IS NULL;

-- Mail as it arrived, durable before it was acknowledged. state: 1 waiting, 2 done, 3 duplicate,
-- 4 quarantined.
CREATE TABLE raw_mail (
  id BIGINT PRIMARY KEY,
  inbox BIGINT NOT NULL,
  recipient TEXT NOT NULL,
  sender TEXT NOT NULL,
  blob BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  state BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  error TEXT NOT NULL,
  conversation BIGINT,
  message BIGINT
);
CREATE INDEX raw_mail_waiting ON raw_mail (lease_until, id) WHERE state = 1;
CREATE INDEX raw_mail_quarantined ON raw_mail (id) WHERE state = 4;

CREATE TABLE outbox (
  id BIGINT PRIMARY KEY,
  conversation BIGINT NOT NULL,
  message BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  state BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  code BIGINT NOT NULL,
  queued_at BIGINT NOT NULL,
  reported_at BIGINT NOT NULL,
  next_attempt_at BIGINT NOT NULL,
  ready_at BIGINT NOT NULL,  -- When it may be taken up: next_attempt_at, or the end of a lease.
  fence BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX outbox_by_message ON outbox (message);
CREATE INDEX outbox_waiting ON outbox (ready_at, id) WHERE state IN (1, 3);
CREATE TABLE outbox_words (
  outbox BIGINT PRIMARY KEY,
  recipient TEXT NOT NULL,
  message_id TEXT NOT NULL,
  blob BIGINT,
  answer TEXT NOT NULL
);
CREATE INDEX outbox_words_by_message_id ON outbox_words (message_id);

CREATE TABLE acknowledgement (address_key TEXT NOT NULL, at BIGINT NOT NULL, message BIGINT NOT NULL);
CREATE INDEX acknowledgement_by_address ON acknowledgement (address_key, at);

CREATE TABLE draft (
  agent BIGINT NOT NULL,
  conversation BIGINT NOT NULL,
  body TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (agent, conversation)
);

-- One document a message; the words themselves stay in message_words.
CREATE TABLE search (message BIGINT PRIMARY KEY, document TSVECTOR NOT NULL);
CREATE INDEX search_by_document ON search USING gin (document);

CREATE SEQUENCE id_sequence;
CREATE SEQUENCE conversation_number_sequence;
