INSERT INTO throttle (key, failures, blocked_until, at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (key) DO UPDATE SET
  failures = excluded.failures,
  blocked_until = excluded.blocked_until,
  at = excluded.at
