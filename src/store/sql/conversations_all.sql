-- Those of the log, too: one that has lost its row is there still. Each side by its key.
SELECT id FROM (
  SELECT id FROM (
    SELECT stream AS id FROM log WHERE stream > $1 AND seq = 1 AND kind = 1
    ORDER BY stream LIMIT $2
  ) AS opened
  UNION
  SELECT id FROM (SELECT id FROM conversation WHERE id > $1 ORDER BY id LIMIT $2) AS kept
) AS either
ORDER BY id LIMIT $2
