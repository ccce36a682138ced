INSERT INTO command (id, digest, receipt, at)
VALUES ($1, $2, $3, $4)
