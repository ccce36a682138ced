UPDATE outbox_words SET recipient = '', message_id = '', blob = NULL, answer = $2
WHERE outbox = $1
