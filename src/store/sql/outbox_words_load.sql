SELECT recipient, message_id, blob, answer FROM outbox_words WHERE outbox = $1
