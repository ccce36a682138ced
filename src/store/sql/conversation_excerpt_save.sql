UPDATE conversation_words SET excerpt = $2 WHERE conversation = $1
