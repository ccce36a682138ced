INSERT INTO attachment (id, message, conversation, uploader, position, name, type, size, content_id, inline, hidden, blob, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
