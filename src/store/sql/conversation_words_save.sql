INSERT INTO conversation_words (conversation, subject, excerpt)
VALUES ($1, $2, $3)
ON CONFLICT (conversation) DO UPDATE SET
  subject = excluded.subject,
  excerpt = excluded.excerpt,
  first_subject = ''
