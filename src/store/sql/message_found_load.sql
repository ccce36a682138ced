SELECT found_by, found_conversation, found_message, found_value
FROM message_words WHERE message = $1 AND found_by IS NOT NULL
