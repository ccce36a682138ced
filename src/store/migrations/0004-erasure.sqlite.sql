-- Erasing a person: when it happened, and the work that is still under way.
ALTER TABLE contact ADD COLUMN erased_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN erased_by INTEGER;
ALTER TABLE conversation ADD COLUMN erased_at INTEGER NOT NULL DEFAULT 0;

CREATE TABLE erasure (
  contact INTEGER PRIMARY KEY,
  reason INTEGER NOT NULL,
  agent INTEGER NOT NULL,  -- 0: whoever runs the server.
  started_at INTEGER NOT NULL,
  step INTEGER NOT NULL,
  cursor INTEGER NOT NULL,  -- How far the step has come.
  conversation INTEGER NOT NULL,
  message INTEGER NOT NULL,
  addresses TEXT NOT NULL,  -- One a line, to find mail by; emptied before the end.
  conversations INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  attachments INTEGER NOT NULL,
  mails INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  finished_at INTEGER NOT NULL
);
CREATE INDEX erasure_under_way ON erasure (contact) WHERE finished_at = 0;

CREATE INDEX participant_by_contact ON participant (contact, conversation);
CREATE INDEX raw_mail_by_blob ON raw_mail (blob);
CREATE INDEX raw_mail_duplicate ON raw_mail (id) WHERE state = 3;
CREATE INDEX command_by_receipt ON command (receipt);
CREATE INDEX draft_by_conversation ON draft (conversation);
