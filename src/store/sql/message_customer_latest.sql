SELECT w.text FROM message m JOIN message_words w ON w.message = m.id
WHERE m.conversation = $1 AND m.kind = 1 ORDER BY m.id DESC LIMIT 1
