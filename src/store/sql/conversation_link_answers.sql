SELECT answers FROM conversation_link WHERE conversation = $1 AND other = $2
