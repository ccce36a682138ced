-- Who takes part openly (2) and who in Bcc (3).
ALTER TABLE participant ADD COLUMN role INTEGER NOT NULL DEFAULT 2;

-- In which conversations an address stands among the recipients of a message: what an erasure finds
-- people by who never wrote there. Not our own addresses, nor the writers'.
CREATE TABLE named_address (
  address_key TEXT NOT NULL,
  conversation INTEGER NOT NULL,
  PRIMARY KEY (address_key, conversation)
) WITHOUT ROWID;
CREATE INDEX named_address_by_conversation ON named_address (conversation);
