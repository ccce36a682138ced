-- By what a mail found its conversation when it was taken in: by which clue (ThreadedBy of
-- desk/thread.h), the conversation and message that it named, and its words. All NULL for what was
-- no mail, and for mails from before.
ALTER TABLE message_words ADD COLUMN found_by BIGINT;
ALTER TABLE message_words ADD COLUMN found_conversation BIGINT;
ALTER TABLE message_words ADD COLUMN found_message BIGINT;
ALTER TABLE message_words ADD COLUMN found_value TEXT;

-- The subject under which a conversation began, where somebody has changed it since.
ALTER TABLE conversation_words ADD COLUMN first_subject TEXT NOT NULL DEFAULT '';
