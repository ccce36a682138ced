SELECT outbox FROM outbox_words WHERE message_id = $1 LIMIT 1
