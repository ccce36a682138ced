SELECT c.id, c.contact, c.inbox, c.ended_at
FROM conversation c JOIN contact k ON k.id = c.contact
WHERE c.id IN (SELECT id FROM conversation WHERE contact = $1 UNION SELECT conversation FROM participant WHERE contact = $1 AND role <> 4)
  AND c.state NOT IN (6, 7) AND k.erased_at = 0
ORDER BY CASE WHEN c.ended_at = 0 OR c.ended_at >= $2 THEN 0 ELSE 1 END, c.number DESC
LIMIT $3
