-- Drafts name their files by id, in quotes.
SELECT a.id, a.blob FROM attachment a
WHERE a.message IS NULL AND a.created_at < $1 AND NOT EXISTS (
  SELECT 1 FROM draft d
  WHERE d.agent = a.uploader AND d.body LIKE '%"' || CAST(a.id AS TEXT) || '"%')
LIMIT $2
