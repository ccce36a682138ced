-- Whoever was added stays, and so does the row: nothing deletes one.
SELECT l.stream FROM log l
WHERE l.stream > $1 AND l.stream <= $2 AND l.seq = 1 AND l.kind = 90
  AND NOT EXISTS (SELECT 1 FROM contact x WHERE x.id = l.stream)
ORDER BY l.stream LIMIT $3
