SELECT i.id FROM message_id i WHERE i.inbox = $1 AND i.message IN
  (SELECT m.id FROM message m WHERE m.conversation = $2 AND m.kind IN (1, 2) ORDER BY m.id DESC LIMIT $3)
  AND NOT EXISTS (SELECT 1 FROM outbox_words w JOIN outbox o ON o.id = w.outbox
    WHERE w.message_id = i.id AND o.contact <> $4)
  AND NOT EXISTS (SELECT 1 FROM message m JOIN participant p ON p.conversation = m.conversation AND p.contact = m.author
    WHERE m.id = i.message AND m.author_kind = 2 AND m.author <> $4 AND p.role IN (3, 4))
ORDER BY i.message
