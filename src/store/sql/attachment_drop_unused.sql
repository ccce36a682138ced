DELETE FROM attachment WHERE id = $1 AND message IS NULL AND NOT EXISTS (
  SELECT 1 FROM draft d
  WHERE d.agent = attachment.uploader AND d.body LIKE '%"' || CAST(attachment.id AS TEXT) || '"%')
