SELECT m.id, m.author_kind, m.author, w.message, w.people, w.raw_mail
FROM message m LEFT JOIN message_words w ON w.message = m.id
WHERE m.conversation = $1 AND m.id > $2 ORDER BY m.id LIMIT $3
