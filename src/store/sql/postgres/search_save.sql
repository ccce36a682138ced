INSERT INTO search (message, document)
VALUES ($1, CAST(CAST($2 AS text) AS tsvector) || CAST(CAST($3 AS text) AS tsvector) || CAST(CAST($4 AS text) AS tsvector))
ON CONFLICT (message) DO UPDATE SET document = excluded.document
