-- What the newest mail of each writer in a conversation says of its place in the thread: its
-- ancestors' Message-IDs (oldest first, apart by blanks), its Thread-Index, and the part of that
-- which names the thread. It goes with that mail's words.
CREATE TABLE mail_thread (
  conversation BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  inbox BIGINT NOT NULL,
  message BIGINT NOT NULL,
  ancestors TEXT NOT NULL,
  thread_index TEXT NOT NULL,
  thread_root TEXT NOT NULL,
  PRIMARY KEY (conversation, contact)
);
CREATE INDEX mail_thread_by_root ON mail_thread (thread_root, inbox, message);
CREATE INDEX mail_thread_by_message ON mail_thread (message);

-- Conversations that have to do with each other and stay apart; both ways.
CREATE TABLE conversation_link (
  conversation BIGINT NOT NULL,
  other BIGINT NOT NULL,
  answers BIGINT NOT NULL,
  PRIMARY KEY (conversation, other)
);
