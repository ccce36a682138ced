-- LENGTH is read without the bytes themselves. An empty blob has one empty chunk.
SELECT b.id FROM blob b
WHERE b.id > $1 AND b.id <= $2
  AND b.stored <> COALESCE((SELECT SUM(LENGTH(k.bytes)) FROM blob_chunk k WHERE k.blob = b.id), -1)
ORDER BY b.id LIMIT $3
