SELECT i.id FROM message_id i WHERE i.inbox = $1 AND i.message IN
  (SELECT m.id FROM message m WHERE m.conversation = $2 AND m.kind IN (1, 2) ORDER BY m.id DESC LIMIT $3)
ORDER BY i.message
