SELECT withdrawn FROM message WHERE id = $1
