SELECT b.id, b.size, b.codec, b.stored, b.sha256, c.bytes
FROM blob b JOIN blob_chunk c ON c.blob = b.id
WHERE b.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ORDER BY b.id, c.part
