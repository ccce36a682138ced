SELECT m.conversation, max(m.id) FROM search s JOIN message m ON m.id = s.message
WHERE s.document @@ CAST(CAST($1 AS text) AS tsquery) AND m.withdrawn = 0
GROUP BY m.conversation HAVING max(m.id) < $2
ORDER BY max(m.id) DESC LIMIT $3
