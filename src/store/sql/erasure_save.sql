INSERT INTO erasure (contact, reason, agent, started_at, step, cursor, conversation, message, addresses, conversations, messages, attachments, mails, cancelled, finished_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (contact) DO UPDATE SET
  step = excluded.step,
  cursor = excluded.cursor,
  conversation = excluded.conversation,
  message = excluded.message,
  addresses = excluded.addresses,
  conversations = excluded.conversations,
  messages = excluded.messages,
  attachments = excluded.attachments,
  mails = excluded.mails,
  cancelled = excluded.cancelled,
  finished_at = excluded.finished_at
