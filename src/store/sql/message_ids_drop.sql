DELETE FROM message_id WHERE message = $1
