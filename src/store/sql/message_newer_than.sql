SELECT m.id FROM message m
WHERE m.conversation = $1 AND m.id > $2 AND m.withdrawn = 0
  AND (m.kind = 1 AND m.automatic = 0 OR m.kind = 2 AND m.author <> $3)
ORDER BY m.id LIMIT 1
