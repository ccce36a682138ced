SELECT subject, excerpt, first_subject FROM conversation_words WHERE conversation = $1
