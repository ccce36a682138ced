UPDATE outbox_words SET answer = $2 WHERE outbox = $1
