SELECT subject, excerpt FROM conversation_words WHERE conversation = $1
