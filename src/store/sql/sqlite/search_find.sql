-- In the order of the index itself, so that a common word costs no more than the rows that are read.
SELECT m.conversation, s.rowid FROM search s CROSS JOIN message m ON m.id = s.rowid
WHERE search MATCH $1 AND s.rowid < $2 AND m.withdrawn = 0
ORDER BY s.rowid DESC LIMIT $3
