SELECT state, count(*) FROM promise
WHERE contact = $1 AND (state IN (2, 3) OR state = 1 AND ended_at <> 0) GROUP BY state
