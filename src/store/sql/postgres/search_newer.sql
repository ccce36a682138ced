SELECT 1 FROM message m JOIN search s ON s.message = m.id
WHERE s.document @@ CAST(CAST($1 AS text) AS tsquery) AND m.conversation = $2 AND m.id >= $3 AND m.withdrawn = 0
LIMIT 1
