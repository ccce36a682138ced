UPDATE contact SET name = '', email = '', erased_at = $2, erased_by = $3
WHERE id = $1 AND erased_at = 0
