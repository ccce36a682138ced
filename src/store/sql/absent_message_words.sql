-- What the program wrote of its own accord has none, but for what mail servers have told it. Those
-- of a withdrawn reply went with it.
SELECT m.id FROM message m JOIN conversation c ON c.id = m.conversation
WHERE m.id > $1 AND m.id <= $2
  AND m.withdrawn = 0 AND (m.kind <> 4 OR m.system IN (3, 5))
  AND NOT EXISTS (SELECT 1 FROM message_words w WHERE w.message = m.id)
  AND NOT EXISTS (SELECT 1 FROM contact p WHERE p.id IN (c.contact, m.author) AND p.erased_at > 0)
ORDER BY m.id LIMIT $3
