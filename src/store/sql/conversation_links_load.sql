SELECT other, answers FROM conversation_link WHERE conversation = $1 ORDER BY other DESC LIMIT $2
