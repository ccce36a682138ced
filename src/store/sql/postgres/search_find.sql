SELECT m.conversation, m.id FROM search s JOIN message m ON m.id = s.message
WHERE s.document @@ CAST(CAST($1 AS text) AS tsquery) AND m.id < $2 AND m.withdrawn = 0
ORDER BY m.id DESC LIMIT $3
