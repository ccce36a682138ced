UPDATE outbox SET fence = fence + 1, lease_until = 0 WHERE id = $1
