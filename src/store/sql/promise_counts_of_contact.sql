SELECT state, count(*) FROM promise WHERE contact = $1 AND state IN (2, 3) GROUP BY state
