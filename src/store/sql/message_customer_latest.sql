SELECT w.text, k.name FROM message m JOIN message_words w ON w.message = m.id
LEFT JOIN contact k ON k.id = m.author AND m.author_kind = 2
WHERE m.conversation = $1 AND m.kind = 1 ORDER BY m.id DESC LIMIT 1
