DELETE FROM message_words WHERE message = $1
