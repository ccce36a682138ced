-- What the newest mail of each writer in a conversation says of its place in the thread: its
-- ancestors' Message-IDs (oldest first, apart by blanks), its Thread-Index, and the part of that
-- which names the thread. It goes with that mail's words.
CREATE TABLE mail_thread (
  conversation INTEGER NOT NULL,
  contact INTEGER NOT NULL,
  inbox INTEGER NOT NULL,
  message INTEGER NOT NULL,
  ancestors TEXT NOT NULL,
  thread_index TEXT NOT NULL,
  thread_root TEXT NOT NULL,
  PRIMARY KEY (conversation, contact)
);
CREATE INDEX mail_thread_by_root ON mail_thread (thread_root, inbox, message);
CREATE INDEX mail_thread_by_message ON mail_thread (message);

-- Conversations that have to do with each other and stay apart; both ways.
CREATE TABLE conversation_link (
  conversation INTEGER NOT NULL,
  other INTEGER NOT NULL,
  answers INTEGER NOT NULL,
  PRIMARY KEY (conversation, other)
);
