-- The newest open conversation of a contact that answers that one and stays apart from it.
SELECT c.id FROM conversation c CROSS JOIN conversation_link l
WHERE c.contact = $2 AND l.conversation = $1 AND l.other = c.id AND l.answers = 0
  AND c.state NOT IN (6, 7) AND c.ended_at = 0
ORDER BY c.number DESC LIMIT 1
