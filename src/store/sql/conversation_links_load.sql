SELECT other, answers FROM conversation_link WHERE conversation = $1 ORDER BY other LIMIT $2
