UPDATE conversation_words SET subject = $2 WHERE conversation = $1
