SELECT contact FROM participant WHERE conversation = $1 ORDER BY position
