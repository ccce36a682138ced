UPDATE attachment SET message = NULL, conversation = NULL, position = 0, created_at = $2
WHERE message = $1
