INSERT INTO throttle (key, failures, blocked_until, at)
VALUES ($1, 0, 0, 0)
ON CONFLICT (key) DO UPDATE SET failures = throttle.failures
RETURNING failures, blocked_until, at
