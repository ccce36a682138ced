INSERT INTO blob_chunk (blob, part, bytes)
VALUES ($1, $2, $3)
