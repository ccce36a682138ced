-- One workspace = one database. Words of people and personal data are in the tables named *_words,
-- contact*, message_id, attachment, blob*, raw_mail, outbox, draft and search: all can be erased
-- while the log stays whole.
CREATE TABLE log (
  pos INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  happened_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor_kind INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (stream, seq)
);

-- A change that was asked for under a client-made id: done once, its receipt kept.
CREATE TABLE command (
  id TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  receipt TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX command_by_time ON command (at);

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE signing_key (id INTEGER PRIMARY KEY, secret BLOB NOT NULL, created_at INTEGER NOT NULL);
CREATE TABLE follower (name TEXT PRIMARY KEY, position TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE agent (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role INTEGER NOT NULL,
  active INTEGER NOT NULL,
  password_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  csrf TEXT NOT NULL,
  agent INTEGER NOT NULL REFERENCES agent (id),
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  user_agent TEXT NOT NULL,
  address TEXT NOT NULL
);
CREATE INDEX session_by_agent ON session (agent);
CREATE TABLE api_token (
  id INTEGER PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  agent INTEGER NOT NULL REFERENCES agent (id),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
);
CREATE INDEX api_token_by_agent ON api_token (agent);
CREATE TABLE throttle (
  key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE team_member (
  team INTEGER NOT NULL REFERENCES team (id),
  agent INTEGER NOT NULL REFERENCES agent (id),
  PRIMARY KEY (team, agent)
) WITHOUT ROWID;
CREATE INDEX team_member_by_agent ON team_member (agent);

CREATE TABLE inbox (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  smtp TEXT NOT NULL,
  smtp_user TEXT NOT NULL,
  smtp_password BLOB NOT NULL,
  team INTEGER REFERENCES team (id),
  last_read_at INTEGER,
  error TEXT NOT NULL
);
CREATE TABLE inbox_address (
  address_key TEXT PRIMARY KEY,
  inbox INTEGER NOT NULL REFERENCES inbox (id)
) WITHOUT ROWID;
CREATE INDEX inbox_address_by_inbox ON inbox_address (inbox);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE TABLE contact_address (
  address_key TEXT PRIMARY KEY,
  contact INTEGER NOT NULL REFERENCES contact (id)
) WITHOUT ROWID;
CREATE INDEX contact_address_by_contact ON contact_address (contact);

CREATE TABLE conversation (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  number INTEGER NOT NULL UNIQUE,
  inbox INTEGER REFERENCES inbox (id),
  contact INTEGER NOT NULL REFERENCES contact (id),
  channel INTEGER NOT NULL,
  state INTEGER NOT NULL,
  turn INTEGER NOT NULL,
  assignee INTEGER REFERENCES agent (id),
  team INTEGER REFERENCES team (id),
  priority INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  not_yet INTEGER NOT NULL,
  continues INTEGER,
  continued_by INTEGER,
  last_message INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  last_customer_at INTEGER NOT NULL,
  waiting_since INTEGER NOT NULL,
  first_answer_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  proposal INTEGER,
  proposed_at INTEGER NOT NULL,
  proposed_by INTEGER,
  reminders INTEGER NOT NULL,
  remind_at INTEGER NOT NULL,
  lapse_at INTEGER NOT NULL,
  promise INTEGER,
  promise_due INTEGER NOT NULL,
  due_key INTEGER NOT NULL
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
  conversation INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  excerpt TEXT NOT NULL
);

CREATE TABLE participant (
  conversation INTEGER NOT NULL,
  contact INTEGER NOT NULL REFERENCES contact (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (conversation, contact)
) WITHOUT ROWID;

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  system INTEGER NOT NULL,
  author_kind INTEGER NOT NULL,
  author INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  automatic INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL,
  at INTEGER NOT NULL,
  release_at INTEGER NOT NULL,
  released INTEGER NOT NULL
);
CREATE INDEX message_by_conversation ON message (conversation, id);

CREATE TABLE message_words (
  message INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  quoted TEXT NOT NULL,
  html TEXT NOT NULL,
  people TEXT NOT NULL,
  remote_images INTEGER NOT NULL,
  raw_mail INTEGER
);

CREATE TABLE held_reply (
  message INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  agent INTEGER NOT NULL,
  release_at INTEGER NOT NULL,
  promise INTEGER,
  promise_due INTEGER NOT NULL,
  promise_warn_at INTEGER NOT NULL,
  proposal INTEGER
);
CREATE INDEX held_reply_by_conversation ON held_reply (conversation);

CREATE TABLE promise (
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  contact INTEGER NOT NULL,
  agent INTEGER,
  state INTEGER NOT NULL,
  warned INTEGER NOT NULL,
  standing INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  warn_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL
);
CREATE INDEX promise_standing ON promise (conversation, id) WHERE standing = 1;
CREATE INDEX promise_by_contact ON promise (contact, state);
CREATE INDEX promise_by_conversation ON promise (conversation, id);
CREATE TABLE promise_words (promise INTEGER PRIMARY KEY, text TEXT NOT NULL, reason TEXT NOT NULL);

CREATE TABLE timer (
  conversation INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  ready_at INTEGER NOT NULL,  -- When it may be taken up: due_at, or the end of a lease.
  attempts INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation, kind, subject)
) WITHOUT ROWID;
CREATE INDEX timer_by_ready ON timer (ready_at);

-- Message-IDs of every mail that came in or went out, per inbox: threading and duplicates.
CREATE TABLE message_id (
  inbox INTEGER NOT NULL,
  id TEXT NOT NULL,
  message INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  PRIMARY KEY (inbox, id)
) WITHOUT ROWID;
CREATE INDEX message_id_by_message ON message_id (message);

CREATE TABLE blob (
  id INTEGER PRIMARY KEY,
  size INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  codec INTEGER NOT NULL,
  stored INTEGER NOT NULL
);
CREATE TABLE blob_chunk (
  blob INTEGER NOT NULL,
  part INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (blob, part)
);

CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  message INTEGER,
  conversation INTEGER,
  uploader INTEGER,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size INTEGER NOT NULL,
  content_id TEXT NOT NULL,
  inline INTEGER NOT NULL,
  hidden INTEGER NOT NULL,
  blob INTEGER NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE INDEX attachment_by_message ON attachment (message, position);
CREATE INDEX attachment_unused ON attachment (created_at) WHERE message IS NULL;

-- Mail as it arrived, durable before it was acknowledged. state: 1 waiting, 2 done, 3 duplicate,
-- 4 quarantined.
CREATE TABLE raw_mail (
  id INTEGER PRIMARY KEY,
  inbox INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  sender TEXT NOT NULL,
  blob INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  lease_until INTEGER NOT NULL,
  error TEXT NOT NULL,
  conversation INTEGER,
  message INTEGER
);
CREATE INDEX raw_mail_waiting ON raw_mail (lease_until, id) WHERE state = 1;
CREATE INDEX raw_mail_quarantined ON raw_mail (id) WHERE state = 4;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  message INTEGER NOT NULL,
  contact INTEGER NOT NULL,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  code INTEGER NOT NULL,
  queued_at INTEGER NOT NULL,
  reported_at INTEGER NOT NULL,
  next_attempt_at INTEGER NOT NULL,
  ready_at INTEGER NOT NULL,  -- When it may be taken up: next_attempt_at, or the end of a lease.
  fence INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX outbox_by_message ON outbox (message);
CREATE INDEX outbox_waiting ON outbox (ready_at, id) WHERE state IN (1, 3);
CREATE TABLE outbox_words (
  outbox INTEGER PRIMARY KEY,
  recipient TEXT NOT NULL,
  message_id TEXT NOT NULL,
  blob INTEGER,
  answer TEXT NOT NULL
);
CREATE INDEX outbox_words_by_message_id ON outbox_words (message_id);

CREATE TABLE acknowledgement (address_key TEXT NOT NULL, at INTEGER NOT NULL, message INTEGER NOT NULL);
CREATE INDEX acknowledgement_by_address ON acknowledgement (address_key, at);

CREATE TABLE draft (
  agent INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  body TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (agent, conversation)
) WITHOUT ROWID;

-- One document a message; the words themselves stay in message_words.
CREATE VIRTUAL TABLE search USING fts5 (
  subject, people, body,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

-- SQLite has no sequences: one row each, raised in the transaction that uses the number.
CREATE TABLE sequence (name TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO sequence (name, last) VALUES ('id', 0), ('conversation_number', 0);
