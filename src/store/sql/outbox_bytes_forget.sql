UPDATE outbox_words SET blob = NULL WHERE outbox = $1
