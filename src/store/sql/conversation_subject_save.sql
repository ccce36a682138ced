UPDATE conversation_words SET subject = $2,
  first_subject = CASE WHEN first_subject = '' THEN subject ELSE first_subject END
WHERE conversation = $1
