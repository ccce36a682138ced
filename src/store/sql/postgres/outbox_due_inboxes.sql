SELECT c.inbox, count(*) FILTER (WHERE o.attempts = 0)
FROM outbox o JOIN conversation c ON c.id = o.conversation
WHERE o.state IN (1, 3) AND o.ready_at <= $1
  AND o.lease_until <= (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
  AND c.inbox IS NOT NULL
GROUP BY c.inbox ORDER BY min(o.ready_at), c.inbox
