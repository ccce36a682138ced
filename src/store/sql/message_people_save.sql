UPDATE message_words SET people = $2 WHERE message = $1
