SELECT a.name, a.size, b.sha256 FROM attachment a JOIN blob b ON b.id = a.blob
WHERE a.message = $1 ORDER BY a.position, a.id
