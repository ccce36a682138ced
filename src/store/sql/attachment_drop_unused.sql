DELETE FROM attachment WHERE id = $1 AND message IS NULL
