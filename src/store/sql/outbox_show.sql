SELECT o.state, o.reported_at, o.next_attempt_at, w.answer, w.recipient, o.id
FROM outbox o LEFT JOIN outbox_words w ON w.outbox = o.id
WHERE o.message = $1 ORDER BY o.id
