SELECT other, answers FROM conversation_link WHERE conversation = $1
