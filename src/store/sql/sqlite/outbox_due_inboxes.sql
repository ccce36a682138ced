SELECT c.inbox, sum(o.attempts = 0) FROM outbox o JOIN conversation c ON c.id = o.conversation
WHERE o.state IN (1, 3) AND o.ready_at <= $1
  AND o.lease_until <= CAST(unixepoch('subsec') * 1000000 AS INTEGER) AND c.inbox IS NOT NULL
GROUP BY c.inbox ORDER BY min(o.ready_at), c.inbox
