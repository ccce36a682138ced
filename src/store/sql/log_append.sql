INSERT INTO log (stream, seq, kind, happened_at, recorded_at, actor_kind, actor, depth, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
