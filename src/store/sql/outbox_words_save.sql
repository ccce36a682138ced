INSERT INTO outbox_words (outbox, recipient, message_id, blob, answer)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (outbox) DO UPDATE SET
  recipient = excluded.recipient,
  message_id = excluded.message_id,
  blob = excluded.blob,
  answer = excluded.answer
