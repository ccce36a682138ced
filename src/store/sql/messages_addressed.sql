SELECT m.author, w.people, r.recipient
FROM message m JOIN message_words w ON w.message = m.id LEFT JOIN raw_mail r ON r.id = w.raw_mail
WHERE m.conversation = $1 AND m.kind = 1 AND m.author_kind = 2 AND m.author IN ($2, $3)
ORDER BY m.id LIMIT $4
