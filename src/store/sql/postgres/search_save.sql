INSERT INTO search (message, document)
VALUES ($1, setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $3), 'B') || to_tsvector('simple', $4))
ON CONFLICT (message) DO UPDATE SET document = excluded.document
