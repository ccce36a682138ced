-- Erasing a person: when it happened, and the work that is still under way.
ALTER TABLE contact ADD COLUMN erased_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN erased_by BIGINT;
ALTER TABLE conversation ADD COLUMN erased_at BIGINT NOT NULL DEFAULT 0;

CREATE TABLE erasure (
  contact BIGINT PRIMARY KEY,
  reason BIGINT NOT NULL,
  agent BIGINT NOT NULL,  -- 0: whoever runs the server.
  started_at BIGINT NOT NULL,
  step BIGINT NOT NULL,
  cursor BIGINT NOT NULL,  -- How far the step has come.
  conversation BIGINT NOT NULL,
  message BIGINT NOT NULL,
  addresses TEXT NOT NULL,  -- One a line, to find mail by; emptied before the end.
  conversations BIGINT NOT NULL,
  messages BIGINT NOT NULL,
  attachments BIGINT NOT NULL,
  mails BIGINT NOT NULL,
  cancelled BIGINT NOT NULL,
  finished_at BIGINT NOT NULL
);
CREATE INDEX erasure_under_way ON erasure (contact) WHERE finished_at = 0;

CREATE INDEX participant_by_contact ON participant (contact, conversation);
CREATE INDEX raw_mail_by_blob ON raw_mail (blob);
CREATE INDEX raw_mail_duplicate ON raw_mail (id) WHERE state = 3;
CREATE INDEX command_by_receipt ON command (receipt);
CREATE INDEX draft_by_conversation ON draft (conversation);
