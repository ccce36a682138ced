-- By what a mail found its conversation when it was taken in: by which clue (ThreadedBy of
-- desk/thread.h), the conversation and message that it named, and its words. All NULL for what was
-- no mail, and for mails from before.
ALTER TABLE message_words ADD COLUMN found_by BIGINT;
ALTER TABLE message_words ADD COLUMN found_conversation BIGINT;
ALTER TABLE message_words ADD COLUMN found_message BIGINT;
ALTER TABLE message_words ADD COLUMN found_value TEXT;

-- The subject under which a conversation began, where somebody has changed it since.
ALTER TABLE conversation_words ADD COLUMN first_subject TEXT NOT NULL DEFAULT '';

-- The next word of a conversation is what was promised and is still open (state 1), not what was
-- broken (3) before: rows written by an older rule name the latter.
UPDATE conversation SET
  promise = (SELECT p.id FROM promise p WHERE p.conversation = conversation.id AND p.standing = 1
    AND p.state = 1 ORDER BY p.due_at, p.id LIMIT 1),
  promise_due = (SELECT min(p.due_at) FROM promise p WHERE p.conversation = conversation.id
    AND p.standing = 1 AND p.state = 1),
  due_key = CASE WHEN not_yet <> 0 THEN due_key ELSE
    (SELECT min(p.due_at) FROM promise p WHERE p.conversation = conversation.id
      AND p.standing = 1 AND p.state = 1) END
WHERE promise IN (SELECT id FROM promise WHERE state = 3 AND standing = 1)
  AND id IN (SELECT p.conversation FROM promise p WHERE p.standing = 1 AND p.state = 1);
