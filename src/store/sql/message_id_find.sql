SELECT message, conversation FROM message_id WHERE inbox = $1 AND id = $2
