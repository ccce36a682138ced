SELECT contact, role FROM participant WHERE conversation = $1 ORDER BY position
