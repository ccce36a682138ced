INSERT INTO blob (id, size, sha256, codec, stored)
VALUES ($1, $2, $3, $4, $5)
