SELECT m.id, m.kind, m.author_kind, m.author, m.automatic, w.people
FROM message m JOIN message_words w ON w.message = m.id
WHERE m.conversation = $1 AND m.withdrawn = 0 AND m.released = 1 AND m.kind IN (1, 2)
ORDER BY m.id DESC LIMIT $2
